package dev.letterlock.client.vault;

import dev.letterlock.crypto.e2ee.store.FrameBody;
import dev.letterlock.crypto.e2ee.store.FrameSeal;
import dev.letterlock.crypto.e2ee.store.VaultChanges;
import dev.letterlock.crypto.e2ee.store.VaultException;
import dev.letterlock.crypto.e2ee.store.VaultFault;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One file of a vault: a head, then frames, each a transaction. Only ever appended to. Not safe for
 * more than one thread.
 */
final class VaultFile implements AutoCloseable {

  private final FileChannel channel;
  private final FrameSeal seal;
  private long end;
  private long frames;
  private boolean broken;

  private VaultFile(FileChannel channel, FrameSeal seal) {
    this.channel = channel;
    this.seal = seal;
    this.end = FrameSeal.HEAD_SIZE;
  }

  /**
   * Where a frame stands.
   *
   * @param offset of its first byte
   * @param index among the frames, from 0
   */
  record FramePlace(long offset, long index, int length) {}

  /** What {@link #replay} calls for each frame. */
  interface FrameReader {
    void read(FramePlace place, FrameBody body);
  }

  static VaultFile create(Path path, FrameSeal seal) throws IOException {
    FileChannel channel = Disk.create(path);
    try {
      Disk.writeFully(channel, seal.head(), 0);
      return new VaultFile(channel, seal);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  static byte[] readHead(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return Disk.read(channel, 0, FrameSeal.HEAD_SIZE);
    }
  }

  static VaultFile open(Path path, FrameSeal seal) throws IOException {
    return new VaultFile(
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE), seal);
  }

  /**
   * Reads all frames. As every frame is synced before the next, a bad last one was never confirmed:
   * it is what an interrupted write left, and is cut off. A good last one may not have been synced
   * either: it is, before anybody acts on it.
   *
   * @throws VaultException with {@link VaultFault#DAMAGED} if a frame follows the bad one
   */
  void replay(FrameReader reader) throws IOException {
    long size = channel.size();
    long last = end;
    while (end < size) {
      int length = lengthAt(end);
      if (length < 0 || length > size - end || !replay(length, reader)) {
        cutTail(size);
        break;
      }
      last = end;
      end += length;
      frames++;
    }
    confirm(last);
  }

  /** Written once more, as a failed sync may have left the disk without what memory shows. */
  private void confirm(long frame) throws IOException {
    Disk.writeFully(channel, Disk.read(channel, frame, Math.toIntExact(end - frame)), frame);
    channel.force(true);
  }

  /**
   * Appends a transaction; durable when it returns.
   *
   * @throws VaultException with {@link VaultFault#NOT_WRITTEN}: the file is as before; or with
   *     {@link VaultFault#UNCERTAIN}
   */
  FramePlace append(long generation, VaultChanges changes) {
    FramePlace place = write(generation, changes);
    sync();
    return place;
  }

  /** As {@link #append}, but not on disk before {@link #sync}. */
  FramePlace write(long generation, VaultChanges changes) {
    requireUsable();
    byte[] frame = seal.seal(frames, generation, changes);
    try {
      Disk.writeFully(channel, frame, end);
    } catch (IOException e) {
      throw takenBack() ? notWritten(e) : uncertain(e);
    }
    FramePlace place = new FramePlace(end, frames, frame.length);
    end += frame.length;
    frames++;
    return place;
  }

  /** After a failed sync nobody knows what is on disk, so the file is not used again. */
  void sync() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw uncertain(e);
    }
  }

  /** Reads a frame that was replayed or written. */
  FrameBody read(FramePlace place) {
    try {
      return seal.open(place.index(), Disk.read(channel, place.offset(), place.length()));
    } catch (ClosedChannelException e) {
      throw new VaultException(
          VaultFault.INTERRUPTED, "file: closed by an interrupt (expected: opened anew)", e);
    } catch (IOException e) {
      throw new VaultException(VaultFault.DAMAGED, "frame: not readable (expected: readable)", e);
    }
  }

  long size() {
    return end;
  }

  @Override
  public void close() {
    seal.close();
    try {
      channel.close();
    } catch (IOException e) {
      throw new VaultException(VaultFault.NOT_WRITTEN, "file: not closed (expected: closed)", e);
    }
  }

  private boolean replay(int length, FrameReader reader) throws IOException {
    try (FrameBody body = seal.open(frames, Disk.read(channel, end, length))) {
      reader.read(new FramePlace(end, frames, length), body);
      return true;
    } catch (VaultException e) {
      return false;
    }
  }

  private int lengthAt(long offset) throws IOException {
    return FrameSeal.lengthOf(Disk.read(channel, offset, FrameSeal.PREFIX_SIZE), 0, frames);
  }

  private void cutTail(long size) throws IOException {
    requireNoFrameWithin(Disk.read(channel, end, Math.toIntExact(size - end)));
    channel.truncate(end);
  }

  /** Looks for the frame after the bad one, wherever it may begin. */
  private void requireNoFrameWithin(byte[] tail) {
    for (int at = 0; at < tail.length; at++) {
      int length = FrameSeal.lengthOf(tail, at, frames + 1);
      if (length >= 0 && length <= tail.length - at) {
        throw new VaultException(
            VaultFault.DAMAGED, "frame " + frames + ": not as written (expected: whole)");
      }
    }
  }

  /** An interrupt closes the channel, so that nothing can be taken back. */
  private boolean takenBack() {
    try {
      channel.truncate(end);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void requireUsable() {
    if (broken) {
      throw new VaultException(
          VaultFault.NOT_WRITTEN, "file: failed before (expected: opened anew)");
    }
  }

  /** Takes nothing more: what is written behind something uncertain might follow a torn frame. */
  VaultException uncertain(Exception cause) {
    broken = true;
    return new VaultException(
        VaultFault.UNCERTAIN, "changes: perhaps on disk (expected: surely)", cause);
  }

  private static VaultException notWritten(IOException cause) {
    return new VaultException(VaultFault.NOT_WRITTEN, "changes: not on disk", cause);
  }
}
