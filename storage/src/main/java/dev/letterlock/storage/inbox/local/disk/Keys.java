package dev.letterlock.storage.inbox.local.disk;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.nio.ByteBuffer;

/**
 * Layout of the keys; big-endian, so that the order of the bytes is the order of the numbers. Every
 * method fills the given buffer and flips it.
 *
 * <p>Table STATE, first byte tells the kind; table ENTRIES holds {@link #entry} alone.
 *
 * <pre>
 * COMMIT    commit u64                                     what a group commit stored, and where
 * CHUNK     commit u64, index u16                          envelopes of a commit, one after another
 * HEAD      device                                         state of an inbox
 * WINDOW    device, part u8                                16 of the ids that a device has sent
 * RECEIPT   sender user, conversation, reader, device u32  how far messages came
 * GAP       device, epoch u64, seq u64                     why a place is empty
 * EXPIRY    time u64, device, epoch u64, seq u64           an envelope that expires early
 * COLLAPSE  device, tag, sender user                       what a newer message would replace
 * META      name u8                                        one value for the whole directory
 * entry     device, epoch u64, seq u64                     an envelope that has waited for long
 * </pre>
 */
public final class Keys {
  public static final byte COMMIT = 1;
  public static final byte CHUNK = 2;
  public static final byte HEAD = 3;
  public static final byte WINDOW = 4;
  public static final byte RECEIPT = 5;
  public static final byte GAP = 6;
  public static final byte EXPIRY = 7;
  public static final byte COLLAPSE = 8;
  public static final byte META = 9;

  /** Bytes of a device address: user 16, device u32. */
  public static final int DEVICE_SIZE = 20;

  /** Room for the longest key. */
  public static final int MAX_SIZE = 64;

  private Keys() {}

  /** The first byte alone: a prefix to scan a kind. */
  public static ByteBuffer kind(ByteBuffer out, byte kind) {
    return out.clear().put(kind).flip();
  }

  public static ByteBuffer commit(ByteBuffer out, long commit) {
    return out.clear().put(COMMIT).putLong(commit).flip();
  }

  public static ByteBuffer chunk(ByteBuffer out, long commit, int index) {
    return out.clear().put(CHUNK).putLong(commit).putShort((short) index).flip();
  }

  /** Key or prefix of one device's records of a kind. */
  public static ByteBuffer ofDevice(ByteBuffer out, byte kind, DeviceAddress device) {
    out.clear().put(kind);
    putDevice(out, device);
    return out.flip();
  }

  public static ByteBuffer window(ByteBuffer out, DeviceAddress device, int part) {
    out.clear().put(WINDOW);
    putDevice(out, device);
    return out.put((byte) part).flip();
  }

  /** Prefix of all receipts for one user. */
  public static ByteBuffer receiptsOf(ByteBuffer out, UserId sender) {
    return out.clear().put(RECEIPT).putLong(sender.high()).putLong(sender.low()).flip();
  }

  public static ByteBuffer gap(ByteBuffer out, DeviceAddress device, long epoch, long seq) {
    out.clear().put(GAP);
    putDevice(out, device);
    return out.putLong(epoch).putLong(seq).flip();
  }

  public static ByteBuffer expiry(
      ByteBuffer out, long time, DeviceAddress device, long epoch, long seq) {
    out.clear().put(EXPIRY).putLong(time);
    putDevice(out, device);
    return out.putLong(epoch).putLong(seq).flip();
  }

  public static ByteBuffer collapse(
      ByteBuffer out, DeviceAddress device, long tagHigh, long tagLow, UserId sender) {
    out.clear().put(COLLAPSE);
    putDevice(out, device);
    out.putLong(tagHigh).putLong(tagLow);
    return out.putLong(sender.high()).putLong(sender.low()).flip();
  }

  public static ByteBuffer meta(ByteBuffer out, byte name) {
    return out.clear().put(META).put(name).flip();
  }

  public static ByteBuffer entry(ByteBuffer out, DeviceAddress device, long epoch, long seq) {
    out.clear();
    putDevice(out, device);
    return out.putLong(epoch).putLong(seq).flip();
  }

  /** Prefix of one device's entries. */
  public static ByteBuffer entriesOf(ByteBuffer out, DeviceAddress device) {
    out.clear();
    putDevice(out, device);
    return out.flip();
  }

  public static void putDevice(ByteBuffer out, DeviceAddress device) {
    out.putLong(device.user().high()).putLong(device.user().low()).putInt(device.device());
  }

  /** Reads the device address at the position and moves behind it. */
  public static DeviceAddress getDevice(ByteBuffer in) {
    return new DeviceAddress(new UserId(in.getLong(), in.getLong()), in.getInt());
  }
}
