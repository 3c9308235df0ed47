package dev.letterlock.benchmarks.micro;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.client.Hello;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.Ping;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.Pong;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import java.util.List;

/** Frames as they are usually sent. */
final class SampleFrames {
  private static final UserId USER = new UserId(0x0a0a_0a0a_0000_4000L, 0x8000_0000_0000_0001L);
  private static final DeviceAddress DEVICE = new DeviceAddress(USER, 2);
  private static final ConversationId CONVERSATION = new ConversationId(3, 4);
  private static final Cursor CURSOR = new Cursor(1, 42);
  private static final long TIME = 1_767_225_600_000_000L;
  private static final int TOKEN = 420;
  private static final int SLICE = 1_097;
  private static final int HEADER = 93;

  private SampleFrames() {}

  static ClientFrame client(String name) {
    return switch (name) {
      case "Hello" ->
          new Hello(
              Wire.VERSION, Wire.MINOR, 2, CURSOR, 256, Wire.MIN_CREDIT_BYTES, "t".repeat(TOKEN));
      case "Ack" -> new Ack(CURSOR, 7);
      case "ReadReceipt" ->
          new ReadReceipt(List.of(new ReadReceipt.Mark(CONVERSATION, DEVICE, TIME)));
      case "Ping" -> new Ping(1);
      default -> throw new IllegalArgumentException("frame: " + name);
    };
  }

  static ServerFrame server(String name) {
    return switch (name) {
      case "Welcome" ->
          new Welcome(
              TIME,
              CURSOR,
              Wire.MAX_FRAME,
              SLICE,
              Wire.MAX_UNANSWERED,
              2_592_000,
              60_000,
              Welcome.Durability.SYNC,
              60,
              Wire.MINOR);
      case "Accepted" -> new Accepted(List.of(new Accepted.Range(1, 8, TIME)), List.of());
      case "Receipt" ->
          new Receipt(
              7, List.of(new Receipt.Entry(Receipt.Kind.DELIVERED, CONVERSATION, USER, 2, TIME)));
      case "Gap" -> new Gap(CURSOR, new Cursor(1, 43), Gap.Reason.EXPIRED);
      case "InboxDrained" -> new InboxDrained(CURSOR);
      case "Pong" -> new Pong(1, TIME);
      case "Failure" -> Failure.ofSends(ErrorCode.UNAVAILABLE, 1, 1, 1_000);
      default -> throw new IllegalArgumentException("frame: " + name);
    };
  }

  /** A message of 1 KiB padded to one device. */
  static OutgoingSend send() {
    return new OutgoingSend(
        1,
        MessageClass.NORMAL,
        false,
        new MessageId(5, 6),
        USER,
        CONVERSATION,
        0,
        1,
        1,
        null,
        OpaqueBytes.wrap(new byte[SLICE]),
        List.of(
            new OutgoingSend.Entry(
                OutgoingSend.RECIPIENT_SLOT, 2, 9, OpaqueBytes.wrap(new byte[HEADER]))));
  }
}
