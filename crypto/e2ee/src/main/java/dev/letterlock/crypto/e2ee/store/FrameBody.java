package dev.letterlock.crypto.e2ee.store;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one frame holds (docs/E2EE.md §4): {@code generation u64 | n u32 | n x (shelf u8 | idLength
 * u8 | valueLength i32, -1 to remove | id | value)}. Closing wipes it.
 */
public final class FrameBody implements AutoCloseable {

  static final int MIN_SIZE = Long.BYTES + Integer.BYTES;

  private static final int ENTRY_SIZE = 2 + Integer.BYTES;
  private static final int REMOVED = -1;

  private final long generation;
  private final List<Change> changes;
  private final SecretBytes bytes;

  private FrameBody(long generation, List<Change> changes, SecretBytes bytes) {
    this.generation = generation;
    this.changes = List.copyOf(changes);
    this.bytes = bytes;
  }

  /**
   * One record of a frame.
   *
   * @param offset of the value; has no meaning if it is removed
   * @param length of the value, -1 if it is removed
   */
  public record Change(RecordKey key, int offset, int length) {

    public boolean removes() {
      return length == REMOVED;
    }
  }

  public long generation() {
    return generation;
  }

  public List<Change> changes() {
    return changes;
  }

  /** A copy of a value of this frame. */
  public SecretBytes value(Change change) {
    byte[] value = bytes.revealView().asSlice(change.offset(), change.length()).toArray(JAVA_BYTE);
    try {
      return SecretBytes.copyOf(value);
    } finally {
      Arrays.fill(value, (byte) 0);
    }
  }

  static int size(VaultChanges changes) {
    long size = MIN_SIZE;
    for (Map.Entry<RecordKey, Optional<SecretBytes>> change : changes.entries().entrySet()) {
      size += ENTRY_SIZE + change.getKey().id().size();
      size += change.getValue().map(SecretBytes::size).orElse(0);
    }
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  static void write(long generation, VaultChanges changes, ByteBuffer out) {
    out.putLong(generation).putInt(changes.entries().size());
    changes.entries().forEach((key, value) -> write(key, value, out));
  }

  private static void write(RecordKey key, Optional<SecretBytes> value, ByteBuffer out) {
    out.put((byte) key.shelf().code()).put((byte) key.id().size());
    out.putInt(value.map(SecretBytes::size).orElse(REMOVED));
    key.id().writeTo(out);
    value.ifPresent(present -> out.put(present.revealView().asByteBuffer()));
  }

  /** Copies {@code body}. */
  static FrameBody parse(byte[] body) {
    ByteBuffer in = ByteBuffer.wrap(body);
    try {
      long generation = in.getLong();
      int count = in.getInt();
      List<Change> changes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        changes.add(readChange(in));
      }
      if (count < 0 || in.hasRemaining()) {
        throw damaged();
      }
      return new FrameBody(generation, changes, SecretBytes.copyOf(body));
    } catch (BufferUnderflowException e) {
      throw damaged();
    }
  }

  private static Change readChange(ByteBuffer in) {
    Shelf shelf = Shelf.of(Byte.toUnsignedInt(in.get()));
    byte[] id = new byte[Byte.toUnsignedInt(in.get())];
    int length = in.getInt();
    in.get(id);
    int offset = in.position();
    if (length < REMOVED || length > in.remaining()) {
      throw damaged();
    }
    in.position(offset + Math.max(0, length));
    return new Change(RecordKey.of(shelf, id), offset, length);
  }

  private static VaultException damaged() {
    return new VaultException(VaultFault.DAMAGED, "frame: its records (expected: whole)");
  }

  @Override
  public void close() {
    bytes.close();
  }
}
