package dev.letterlock.crypto;

import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Signature;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The devices of one account, signed by its account key (AIK) and chained by hash, so that a server
 * can neither add a device nor roll back: docs/E2EE.md §2.2. Encoded as {@code ver u8=1 | user 16 |
 * listVer u64 | prevHash 32 | AIK 32 | created u64 | n u8 | n x entry 41 | signature 64}.
 *
 * @param version listVer: 1 for the first list of an account, then one more each time
 * @param previous listHash of the list before; zeros for the first
 * @param created milliseconds since 1970
 * @param entries at most 16, each device once
 */
public record DeviceList(
    UUID user,
    long version,
    Hash32 previous,
    Ed25519PublicKey accountKey,
    long created,
    List<DeviceEntry> entries,
    Signature signature) {

  public static final int MAX_DEVICES = 16;
  public static final int MAX_SIZE = size(MAX_DEVICES);

  private static final int HEAD = 98;
  private static final byte VERSION = 1;

  public DeviceList {
    entries = List.copyOf(entries);
    requireDistinct(entries);
  }

  /**
   * Reads a list without judging signature or chain.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH}, {@link KeyFault#BAD_VERSION},
   *     {@link KeyFault#BAD_FLAGS}, {@link KeyFault#TOO_MANY_DEVICES} or {@link
   *     KeyFault#DUPLICATE_DEVICE}
   */
  public static DeviceList parse(byte[] encoded) {
    StructureReader in = new StructureReader("device list", encoded);
    in.version1();
    UUID user = in.uuid();
    long version = in.u64();
    Hash32 previous = in.hash();
    Ed25519PublicKey accountKey = in.signingKey();
    long created = in.u64();
    List<DeviceEntry> entries = readEntries(in);
    Signature signature = in.signature();
    in.end();
    return new DeviceList(user, version, previous, accountKey, created, entries, signature);
  }

  /** Signs the first list of an account. */
  public static DeviceList first(
      E1 e1, Ed25519KeyPair accountKey, UUID user, long created, List<DeviceEntry> entries) {
    return issue(e1, accountKey, new Position(user, 1, Hash32.ZERO), created, entries);
  }

  /** Signs the list that follows this one, under the same or (with a rollover) a new key. */
  public DeviceList next(
      E1 e1, Ed25519KeyPair accountKey, long created, List<DeviceEntry> entries) {
    Position position = new Position(user, Math.addExact(version, 1), listHash(e1));
    return issue(e1, accountKey, position, created, entries);
  }

  private static DeviceList issue(
      E1 e1,
      Ed25519KeyPair accountKey,
      Position position,
      long created,
      List<DeviceEntry> entries) {
    requireDistinct(entries);
    byte[] body = body(position, accountKey.publicKey(), created, entries);
    return new DeviceList(
        position.user,
        position.version,
        position.previous,
        accountKey.publicKey(),
        created,
        entries,
        e1.sign(accountKey, Label.DEVICE_LIST_SIGNATURE, body));
  }

  /** All bytes, signature included. */
  public byte[] encode() {
    byte[] body = body();
    ByteBuffer out =
        ByteBuffer.wrap(Arrays.copyOf(body, body.length + Signature.SIZE)).position(body.length);
    signature.writeTo(out);
    return out.array();
  }

  /** The hash that the next list names: {@code H("E1:listhash", body without signature)}. */
  public Hash32 listHash(E1 e1) {
    return e1.hash(Label.DEVICE_LIST_HASH, body());
  }

  /**
   * Checks the signature by the account key that the list itself names.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_SIGNATURE}
   */
  public void verify(E1 e1) {
    e1.requireSignature(accountKey, Label.DEVICE_LIST_SIGNATURE, signature, body());
  }

  /**
   * Checks that this may be the first list of its account: version 1, no predecessor.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LIST_VERSION} or {@link
   *     KeyFault#BAD_PREVIOUS_HASH}
   */
  public void requireFirst() {
    requirePosition(new Position(user, 1, Hash32.ZERO));
  }

  /**
   * Checks that this follows {@code before} under the same account key. After a change of that key
   * use {@link AccountKeyRollover#requireFollows}.
   *
   * @throws KeyRejectedException with {@link KeyFault#WRONG_OWNER}, {@link
   *     KeyFault#BAD_LIST_VERSION}, {@link KeyFault#BAD_PREVIOUS_HASH} or {@link
   *     KeyFault#ACCOUNT_KEY_CHANGED}
   */
  public void requireFollows(E1 e1, DeviceList before) {
    requireChained(e1, before);
    if (!accountKey.equals(before.accountKey)) {
      throw new KeyRejectedException(
          KeyFault.ACCOUNT_KEY_CHANGED, "account key: another (expected: that of the list before)");
    }
  }

  /** As {@link #requireFollows}, whatever the account key. */
  void requireChained(E1 e1, DeviceList before) {
    requirePosition(new Position(before.user, before.version + 1, before.listHash(e1)));
  }

  private void requirePosition(Position expected) {
    if (!user.equals(expected.user)) {
      throw new KeyRejectedException(
          KeyFault.WRONG_OWNER, "user: " + user + " (expected: " + expected.user + ")");
    }
    if (version != expected.version) {
      throw new KeyRejectedException(
          KeyFault.BAD_LIST_VERSION,
          "list version: " + version + " (expected: " + expected.version + ")");
    }
    if (!previous.equals(expected.previous)) {
      throw new KeyRejectedException(
          KeyFault.BAD_PREVIOUS_HASH,
          "previous: " + previous + " (expected: " + expected.previous + ")");
    }
  }

  private byte[] body() {
    return body(new Position(user, version, previous), accountKey, created, entries);
  }

  private static byte[] body(
      Position position, Ed25519PublicKey accountKey, long created, List<DeviceEntry> entries) {
    ByteBuffer out = ByteBuffer.allocate(size(entries.size()) - Signature.SIZE);
    Uuids.write(out.put(VERSION), position.user).putLong(position.version);
    position.previous.writeTo(out);
    accountKey.writeTo(out);
    out.putLong(created).put((byte) entries.size());
    entries.forEach(entry -> entry.writeTo(out));
    return out.array();
  }

  private static List<DeviceEntry> readEntries(StructureReader in) {
    int count = in.u8();
    requireCount(count);
    List<DeviceEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      entries.add(DeviceEntry.read(in));
    }
    return entries;
  }

  private static void requireDistinct(List<DeviceEntry> entries) {
    requireCount(entries.size());
    Set<Integer> devices = new HashSet<>();
    for (DeviceEntry entry : entries) {
      if (!devices.add(entry.device())) {
        throw new KeyRejectedException(
            KeyFault.DUPLICATE_DEVICE,
            "device: " + Integer.toUnsignedString(entry.device()) + " twice (expected: once)");
      }
    }
  }

  private static void requireCount(int count) {
    if (count > MAX_DEVICES) {
      throw new KeyRejectedException(
          KeyFault.TOO_MANY_DEVICES, "devices: " + count + " (expected: at most 16)");
    }
  }

  private static int size(int entries) {
    return HEAD + entries * DeviceEntry.SIZE + Signature.SIZE;
  }

  /** Where a list stands in the chain of its account. */
  private record Position(UUID user, long version, Hash32 previous) {}
}
