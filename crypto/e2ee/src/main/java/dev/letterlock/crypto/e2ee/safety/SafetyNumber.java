package dev.letterlock.crypto.e2ee.safety;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.Uuids;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import java.nio.ByteBuffer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * 60 digits that are the same for both if, and only if, each sees the other's true account key:
 * docs/E2EE.md §2.10 and 2.10a. A new device does not change them; a new account key does. Making
 * one takes some 6 ms.
 *
 * @param digits 60 decimal digits
 */
public record SafetyNumber(String digits) {

  private static final short VERSION = 1;
  private static final int ROUNDS = 5200;
  private static final int GROUPS = 6;
  private static final int GROUP_BYTES = 5;
  private static final long MODULUS = 100_000;
  private static final int GROUP_DIGITS = 5;
  private static final int GROUPS_PER_LINE = 4;

  /** The number of these two, the same in either order. */
  public static SafetyNumber of(E1 e1, AccountIdentity one, AccountIdentity other) {
    String left = half(e1, one);
    String right = half(e1, other);
    return new SafetyNumber(left.compareTo(right) <= 0 ? left + right : right + left);
  }

  /** The digits in three lines of four groups, as a person reads them aloud. */
  public String inGroups() {
    return IntStream.range(0, 2 * GROUPS)
        .mapToObj(group -> group(group) + (isLineEnd(group) ? "\n" : " "))
        .collect(Collectors.joining())
        .strip();
  }

  private String group(int index) {
    return digits.substring(index * GROUP_DIGITS, (index + 1) * GROUP_DIGITS);
  }

  private static boolean isLineEnd(int group) {
    return group % GROUPS_PER_LINE == GROUPS_PER_LINE - 1;
  }

  private static String half(E1 e1, AccountIdentity identity) {
    byte[] accountKey = identity.accountKey().toByteArray();
    byte[] hash = first(identity);
    for (int i = 0; i < ROUNDS; i++) {
      hash = e1.wideHash(Label.SAFETY_NUMBER, hash, accountKey);
    }
    StringBuilder half = new StringBuilder();
    for (int group = 0; group < GROUPS; group++) {
      half.append("%05d".formatted(number(hash, group * GROUP_BYTES) % MODULUS));
    }
    return half.toString();
  }

  private static byte[] first(AccountIdentity identity) {
    ByteBuffer first =
        ByteBuffer.allocate(Short.BYTES + Ed25519PublicKey.SIZE + Uuids.SIZE).putShort(VERSION);
    identity.accountKey().writeTo(first);
    return Uuids.write(first, identity.user()).array();
  }

  private static long number(byte[] hash, int at) {
    long number = 0;
    for (int i = at; i < at + GROUP_BYTES; i++) {
      number = number << Byte.SIZE | Byte.toUnsignedLong(hash[i]);
    }
    return number;
  }
}
