package dev.letterlock.storage.mongo.access;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.Id;
import dev.letterlock.protocol.id.UserId;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Consumer;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Document keys: ids as their 16 bytes and compounds of them, big-endian, so that the order of the
 * keys is the order of their parts and one user's, or one device's, documents lie together.
 */
public final class Keys {
  private static final int DEVICE_SIZE = Id.SIZE + Integer.BYTES;
  private static final int ENTRY_SIZE = DEVICE_SIZE + Cursor.SIZE;
  private static final HexFormat HEX = HexFormat.of();

  private Keys() {}

  /** 16 bytes. */
  public static Binary id(Id id) {
    return key(Id.SIZE, key -> put(key, id));
  }

  public static Binary uuid(UUID uuid) {
    return key(
        Id.SIZE,
        key -> key.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits()));
  }

  /** {@code user 16 | device u32}. */
  public static Binary device(DeviceAddress device) {
    return device(device.user(), device.device());
  }

  public static Binary device(UserId user, int device) {
    return key(DEVICE_SIZE, key -> put(key, user).putInt(device));
  }

  /** {@code user 16 | version u64}. */
  public static Binary listVersion(UserId user, long version) {
    return key(Id.SIZE + Long.BYTES, key -> put(key, user).putLong(version));
  }

  /** {@code group 16 | epoch u64}. */
  public static Binary groupEpoch(ConversationId group, long epoch) {
    return key(Id.SIZE + Long.BYTES, key -> put(key, group).putLong(epoch));
  }

  /** {@code user 16 | link 16}. */
  public static Binary link(UserId user, UUID link) {
    return key(
        2 * Id.SIZE,
        key ->
            put(key, user)
                .putLong(link.getMostSignificantBits())
                .putLong(link.getLeastSignificantBits()));
  }

  /** {@code conversation 16 | reader 16}. */
  public static Binary receipt(ConversationId conversation, UserId reader) {
    return key(2 * Id.SIZE, key -> put(put(key, conversation), reader));
  }

  /** {@code user 16 | device u32 | epoch u64 | seq u64}. */
  public static Binary entry(DeviceAddress device, Cursor cursor) {
    return key(
        ENTRY_SIZE,
        key ->
            put(key, device.user())
                .putInt(device.device())
                .putLong(cursor.epoch())
                .putLong(cursor.seq()));
  }

  public static Binary bytes(OpaqueBytes bytes) {
    return new Binary(bytes.toByteArray());
  }

  public static @Nullable Binary bytesOrNull(@Nullable OpaqueBytes bytes) {
    return bytes == null ? null : bytes(bytes);
  }

  public static OpaqueBytes opaque(Binary binary) {
    return OpaqueBytes.wrap(binary.getData());
  }

  public static @Nullable OpaqueBytes opaqueOrNull(@Nullable Binary binary) {
    return binary == null ? null : opaque(binary);
  }

  public static UserId toUser(Binary key) {
    ByteBuffer buffer = ByteBuffer.wrap(key.getData());
    return new UserId(buffer.getLong(), buffer.getLong());
  }

  public static UUID toUuid(Binary key) {
    ByteBuffer buffer = ByteBuffer.wrap(key.getData());
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  public static DeviceAddress toDevice(Binary key) {
    return new DeviceAddress(toUser(key), ByteBuffer.wrap(key.getData()).getInt(Id.SIZE));
  }

  public static Cursor toCursor(Binary entryKey) {
    ByteBuffer buffer = ByteBuffer.wrap(entryKey.getData()).position(DEVICE_SIZE);
    return new Cursor(buffer.getLong(), buffer.getLong());
  }

  public static UserId toReader(Binary receiptKey) {
    ByteBuffer buffer = ByteBuffer.wrap(receiptKey.getData()).position(Id.SIZE);
    return new UserId(buffer.getLong(), buffer.getLong());
  }

  /** A device as the name of a field. */
  public static String deviceField(DeviceAddress device) {
    return HEX.formatHex(device(device).getData());
  }

  public static DeviceAddress parseDeviceField(String field) {
    return toDevice(new Binary(HEX.parseHex(field)));
  }

  private static ByteBuffer put(ByteBuffer buffer, Id id) {
    return buffer.putLong(id.high()).putLong(id.low());
  }

  private static Binary key(int size, Consumer<ByteBuffer> fill) {
    byte[] key = new byte[size];
    fill.accept(ByteBuffer.wrap(key));
    return new Binary(key);
  }
}
