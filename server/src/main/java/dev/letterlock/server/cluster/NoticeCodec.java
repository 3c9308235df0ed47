package dev.letterlock.server.cluster;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.cluster.Notice.Cut;
import dev.letterlock.server.cluster.Notice.DeviceEnded;
import dev.letterlock.server.cluster.Notice.GroupChanged;
import dev.letterlock.server.cluster.Notice.LoginEnded;
import dev.letterlock.server.cluster.Notice.RosterChanged;
import dev.letterlock.server.cluster.Notice.UserEnded;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/** Notices as nodes of several versions exchange them: a kind (1 byte) and ids, big-endian. */
public final class NoticeCodec {
  private static final byte ROSTER_CHANGED = 1;
  private static final byte GROUP_CHANGED = 2;
  private static final byte LOGIN_ENDED = 3;
  private static final byte USER_ENDED = 4;
  private static final byte DEVICE_ENDED = 5;
  private static final byte CUT_FOR_NOW = 6;
  private static final byte CUT_FOR_GOOD = 7;
  private static final int MOST_BYTES = 21;

  private NoticeCodec() {}

  public static byte[] write(Notice notice) {
    ByteBuffer out = ByteBuffer.allocate(MOST_BYTES);
    switch (notice) {
      case RosterChanged(UserId user) -> putUser(out.put(ROSTER_CHANGED), user);
      case GroupChanged(ConversationId group) ->
          out.put(GROUP_CHANGED).putLong(group.high()).putLong(group.low());
      case LoginEnded(UUID family) ->
          out.put(LOGIN_ENDED)
              .putLong(family.getMostSignificantBits())
              .putLong(family.getLeastSignificantBits());
      case UserEnded(UserId user) -> putUser(out.put(USER_ENDED), user);
      case DeviceEnded(DeviceAddress device) -> putDevice(out.put(DEVICE_ENDED), device);
      case Cut(DeviceAddress device, boolean revoked) ->
          putDevice(out.put(revoked ? CUT_FOR_GOOD : CUT_FOR_NOW), device);
    }
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }

  /** Empty for what only a newer version understands, or what is none. */
  public static Optional<Notice> read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      return Optional.ofNullable(
          switch (in.get()) {
            case ROSTER_CHANGED -> new RosterChanged(getUser(in));
            case GROUP_CHANGED -> new GroupChanged(new ConversationId(in.getLong(), in.getLong()));
            case LOGIN_ENDED -> new LoginEnded(new UUID(in.getLong(), in.getLong()));
            case USER_ENDED -> new UserEnded(getUser(in));
            case DEVICE_ENDED -> new DeviceEnded(getDevice(in));
            case CUT_FOR_NOW -> new Cut(getDevice(in), false);
            case CUT_FOR_GOOD -> new Cut(getDevice(in), true);
            default -> null;
          });
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private static void putDevice(ByteBuffer out, DeviceAddress device) {
    putUser(out, device.user());
    out.putInt(device.device());
  }

  private static void putUser(ByteBuffer out, UserId user) {
    out.putLong(user.high()).putLong(user.low());
  }

  private static DeviceAddress getDevice(ByteBuffer in) {
    return new DeviceAddress(getUser(in), in.getInt());
  }

  private static UserId getUser(ByteBuffer in) {
    return new UserId(in.getLong(), in.getLong());
  }
}
