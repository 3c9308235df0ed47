package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.redis.link.Domain;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Beginnings of keys: "ll{partition}", then the bytes of a user or device. All keys of a user hash
 * to one slot of a Redis Cluster. What is written here is on disks: it never changes.
 */
public final class Bases {
  public static final int PARTITIONS = Domain.PARTITIONS;
  public static final int USER_SIZE = 16;
  public static final int DEVICE_SIZE = 20;

  private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(PARTITIONS);
  private static final long HASH = 0x9E3779B97F4A7C15L;
  private static final byte[][] TAGS = new byte[PARTITIONS][];

  static {
    for (int i = 0; i < PARTITIONS; i++) {
      TAGS[i] = ("ll{" + i + "}").getBytes(StandardCharsets.US_ASCII);
    }
  }

  private Bases() {}

  public static byte[] of(DeviceAddress device) {
    byte[] tag = tag(device.user());
    ByteBuffer base = ByteBuffer.allocate(tag.length + DEVICE_SIZE).put(tag);
    putUser(base, device.user()).putInt(device.device());
    return base.array();
  }

  public static byte[] of(UserId user) {
    byte[] tag = tag(user);
    ByteBuffer base = ByteBuffer.allocate(tag.length + USER_SIZE).put(tag);
    return putUser(base, user).array();
  }

  /** A key of the user's partition. */
  public static byte[] ofPartition(UserId user, char suffix) {
    return append(tag(user), suffix);
  }

  /** A key of everything that one script may change. */
  public static byte[] ofDomain(char suffix) {
    return append(TAGS[0], suffix);
  }

  /** Where a user's keys lie, from 0. */
  public static int partition(UserId user) {
    return (int) ((((user.high() * HASH) ^ user.low()) * HASH) >>> SHIFT);
  }

  /**
   * Where something lies that belongs to no user.
   *
   * @param name 8 random bytes or more
   */
  public static int partition(byte[] name) {
    return (int) ((ByteBuffer.wrap(name).getLong() * HASH) >>> SHIFT);
  }

  /** A key of something that belongs to no user; its name gives its partition. */
  public static byte[] named(char kind, byte[] name) {
    byte[] tag = TAGS[partition(name)];
    return ByteBuffer.allocate(tag.length + 1 + name.length)
        .put(tag)
        .put((byte) kind)
        .put(name)
        .array();
  }

  /** A key of a partition; its tag alone without a suffix. */
  public static byte[] ofPartition(int partition, String suffix) {
    return suffix.isEmpty() ? TAGS[partition] : append(TAGS[partition], suffix.charAt(0));
  }

  public static ByteBuffer putUser(ByteBuffer out, UserId user) {
    return out.putLong(user.high()).putLong(user.low());
  }

  public static UserId getUser(ByteBuffer in) {
    return new UserId(in.getLong(), in.getLong());
  }

  public static DeviceAddress getDevice(ByteBuffer in) {
    return new DeviceAddress(getUser(in), in.getInt());
  }

  private static byte[] tag(UserId user) {
    return TAGS[partition(user)];
  }

  private static byte[] append(byte[] tag, char suffix) {
    return ByteBuffer.allocate(tag.length + 1).put(tag).put((byte) suffix).array();
  }
}
