package dev.letterlock.protocol.frame.server;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.id.DeviceAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The Sends in {@code ranges} are stored for every addressed device that is not in {@code full}.
 *
 * @param ranges 1 to 256
 * @param full at most 1024
 */
public record Accepted(List<Range> ranges, List<FullInbox> full) implements ServerFrame {
  /**
   * The Sends {@code firstRef} to {@code lastRef}, both included. The first has {@code time}, each
   * further one a microsecond more.
   *
   * @param firstRef u32
   * @param lastRef u32, not below {@code firstRef}
   * @param time server time, µs since 1970, u64
   */
  public record Range(int firstRef, int lastRef, long time) {}

  /** The device had no room for the Send {@code ref}, which was stored for others. */
  public record FullInbox(int ref, DeviceAddress device) {}

  public Accepted {
    ranges = List.copyOf(ranges);
    full = List.copyOf(full);
  }

  /** The devices that had no room for this Send. */
  public Set<DeviceAddress> fullOf(int ref) {
    return full.stream()
        .filter(inbox -> inbox.ref() == ref)
        .map(FullInbox::device)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public int typeCode() {
    return FrameType.ACCEPTED.code();
  }
}
