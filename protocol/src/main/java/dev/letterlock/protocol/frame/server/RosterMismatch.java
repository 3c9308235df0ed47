package dev.letterlock.protocol.frame.server;

import dev.letterlock.protocol.Coded;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.id.DeviceAddress;
import java.util.List;

/**
 * The Sends {@code firstRef} to {@code lastRef} did not address the devices that they must; nothing
 * of them is stored. A hint to fetch the signed lists, never a reason to trust a device.
 *
 * @param firstRef u32
 * @param lastRef u32, not below {@code firstRef}
 * @param recipientListVersion newest version of the recipient's device list, u64
 * @param senderListVersion newest version of the sender's device list, u64
 * @param entries what differs, at most 255
 */
public record RosterMismatch(
    int firstRef,
    int lastRef,
    long recipientListVersion,
    long senderListVersion,
    List<Entry> entries)
    implements ServerFrame {
  /** How an entry differs from the roster. */
  public enum Kind implements Coded {
    /** In the roster, not addressed. */
    MISSING(1),
    /** Addressed, not in the roster. */
    EXTRA(2),
    /** Addressed under a registration that is not the current one. */
    STALE(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  /**
   * One device that differs.
   *
   * @param registration the current registration, u32; that of the Send for EXTRA
   */
  public record Entry(DeviceAddress device, int registration, Kind kind) {}

  public RosterMismatch {
    entries = List.copyOf(entries);
  }

  @Override
  public int typeCode() {
    return FrameType.ROSTER_MISMATCH.code();
  }
}
