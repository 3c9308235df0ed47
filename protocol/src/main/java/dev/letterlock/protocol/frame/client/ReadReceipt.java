package dev.letterlock.protocol.frame.client;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import java.util.List;

/**
 * The user has read messages; "Receipt" of a client.
 *
 * @param marks 1 to 64
 */
public record ReadReceipt(List<Mark> marks) implements ClientFrame {
  /**
   * Everything that one sender device wrote in one conversation up to a server time is read.
   *
   * @param upTo server time of the newest message read, µs since 1970, u64
   */
  public record Mark(ConversationId conversation, DeviceAddress sender, long upTo) {}

  public ReadReceipt {
    marks = List.copyOf(marks);
  }

  @Override
  public int typeCode() {
    return FrameType.READ_RECEIPT.code();
  }
}
