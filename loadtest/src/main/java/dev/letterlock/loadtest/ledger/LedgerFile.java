package dev.letterlock.loadtest.ledger;

import dev.letterlock.protocol.id.DeviceAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A ledger on disk, append-only: {@code length u16 | CRC-32 u32 | entry} again and again. What
 * {@link #append} has returned from survives the death of the process; a crash in the middle of it
 * leaves a record cut short, which the next life takes away. One thread at a time.
 */
public final class LedgerFile implements AutoCloseable {

  private static final int HEAD = Short.BYTES + Integer.BYTES;
  private static final int LARGEST = 4096;

  private final FileChannel channel;
  private final ByteBuffer record = ByteBuffer.allocateDirect(LARGEST);

  private LedgerFile(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Begins a life of the device: the file is made when absent, and goes on behind its last whole
   * record.
   *
   * @throws UncheckedIOException if it cannot be read or written
   */
  public static LedgerFile open(Path file, DeviceAddress device) {
    try {
      long whole = Files.exists(file) ? scan(file).bytes() : 0;
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.truncate(whole).position(whole);
      LedgerFile ledger = new LedgerFile(channel);
      ledger.append(new Entry.Begun(device));
      return ledger;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a ledger up to its last whole record; nothing when there is no such file.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static List<Entry> entries(Path file) {
    try {
      return Files.exists(file) ? scan(file).entries() : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the ledger of a device that came to an orderly end.
   *
   * @throws UncheckedIOException if it cannot be read
   * @throws IllegalStateException if it is empty or does not end with a whole record
   */
  public static Ledger read(Path file) {
    try {
      Scan scan = scan(file);
      if (scan.bytes() == Files.size(file)
          && !scan.entries().isEmpty()
          && scan.entries().getFirst() instanceof Entry.Begun begun) {
        return new Ledger(begun.device(), scan.entries());
      }
      throw new IllegalStateException("ledger: " + file + " is damaged (expected: whole records)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes one entry.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void append(Entry entry) {
    record.clear().position(HEAD);
    EntryCodec.write(entry, record);
    record.flip();
    record.putShort(0, (short) (record.limit() - HEAD));
    record.putInt(Short.BYTES, crc(record.slice(HEAD, record.limit() - HEAD)));
    try {
      while (record.hasRemaining()) {
        channel.write(record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Scan scan(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
    List<Entry> entries = new ArrayList<>();
    while (in.remaining() >= HEAD) {
      int length = Short.toUnsignedInt(in.getShort(in.position()));
      int body = in.position() + HEAD;
      if (length > in.limit() - body
          || in.getInt(in.position() + Short.BYTES) != crc(in.slice(body, length))) {
        break;
      }
      entries.add(EntryCodec.read(in.slice(body, length)));
      in.position(body + length);
    }
    return new Scan(entries, in.position());
  }

  private static int crc(ByteBuffer body) {
    CRC32 crc = new CRC32();
    crc.update(body);
    return (int) crc.getValue();
  }

  /** The whole records of a file, and where they end. */
  private record Scan(List<Entry> entries, long bytes) {}
}
