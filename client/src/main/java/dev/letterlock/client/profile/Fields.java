package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Records that are nothing but a number, or numbers or ids in a row: big-endian, and as many as
 * there are bytes. What is no whole number of them is refused by {@code StateRejectedException}.
 */
final class Fields {

  private static final int ID_SIZE = 2 * Long.BYTES;

  private Fields() {}

  /** A u64. */
  static byte[] ofNumber(long number) {
    try (StateWriter out = new StateWriter()) {
      return out.u64(number).toByteArray();
    }
  }

  static long number(byte[] stored) {
    StateReader in = new StateReader("number", stored);
    long number = in.u64();
    in.end();
    return number;
  }

  /** Each a u32. */
  static byte[] ofNumbers(Collection<Integer> numbers) {
    try (StateWriter out = new StateWriter()) {
      numbers.forEach(out::u32);
      return out.toByteArray();
    }
  }

  static List<Integer> numbers(byte[] stored) {
    StateReader in = new StateReader("numbers", stored);
    List<Integer> numbers = new ArrayList<>();
    for (int left = stored.length / Integer.BYTES; left > 0; left--) {
      numbers.add(in.u32());
    }
    in.end();
    return numbers;
  }

  static byte[] ofId(UUID id) {
    return ofIds(List.of(id));
  }

  static UUID id(byte[] stored) {
    StateReader in = new StateReader("id", stored);
    UUID id = in.uuid();
    in.end();
    return id;
  }

  /** 16 bytes each. */
  static byte[] ofIds(Collection<UUID> ids) {
    try (StateWriter out = new StateWriter()) {
      ids.forEach(out::uuid);
      return out.toByteArray();
    }
  }

  static List<UUID> ids(byte[] stored) {
    StateReader in = new StateReader("ids", stored);
    List<UUID> ids = new ArrayList<>();
    for (int left = stored.length / ID_SIZE; left > 0; left--) {
      ids.add(in.uuid());
    }
    in.end();
    return ids;
  }
}
