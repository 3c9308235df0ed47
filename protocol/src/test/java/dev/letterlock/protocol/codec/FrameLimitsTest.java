package dev.letterlock.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.ProtocolException;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.frame.client.Hello;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.client.UnknownClientFrame;
import dev.letterlock.protocol.frame.client.UnsupportedSend;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.PreKeyBundle;
import dev.letterlock.protocol.frame.server.UnknownServerFrame;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.protocol.id.UserId;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameLimitsTest {
  private static final UserId USER = new UserId(1, 2);

  private final RandomFrames frames = RandomFrames.seeded();

  @ParameterizedTest
  @CsvSource({
    "0, 262144",
    "4097, 262144",
    "-1, 262144",
    "1, 262143",
    "1, 67108865",
    "1, -1",
  })
  void refusesCreditsOutsideOfTheirBounds(int messages, int bytes) {
    Hello hello = new Hello(1, 0, 7, Cursor.ZERO, messages, bytes, "");
    assertRefused(FrameBytes.write(hello), ErrorCode.MALFORMED, CloseCode.MALFORMED_FRAME);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 255})
  void refusesAnotherVersionByName(int version) {
    Hello hello = new Hello(version, 0, 7, Cursor.ZERO, 1, Wire.MIN_CREDIT_BYTES, "");
    assertRefused(FrameBytes.write(hello), ErrorCode.WRONG_VERSION, CloseCode.WRONG_VERSION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\n", "\u007f"})
  void refusesATokenThatIsNotPrintable(String token) {
    Hello hello = new Hello(1, 0, 7, Cursor.ZERO, 1, Wire.MIN_CREDIT_BYTES, token);
    assertRefused(FrameBytes.write(hello), ErrorCode.MALFORMED, CloseCode.MALFORMED_FRAME);
  }

  @Test
  void keepsTheTokenOutOfTheTextForm() {
    Hello hello = new Hello(1, 0, 7, Cursor.ZERO, 1, Wire.MIN_CREDIT_BYTES, "secret");
    assertThat(hello.toString()).contains("token=***").doesNotContain("secret");
  }

  @Test
  void refusesAReadReceiptWithoutMarks() {
    byte[] frame = FrameBytes.write(new ReadReceipt(List.of(mark())));
    frame[2] = 0;
    assertRefused(frame, ErrorCode.MALFORMED, CloseCode.MALFORMED_FRAME);
  }

  @Test
  void refusesACountThatTheBytesDoNotCover() {
    byte[] frame = FrameBytes.write(new ReadReceipt(List.of(mark())));
    frame[2] = Wire.MAX_RECEIPT_MARKS;
    assertRefused(frame, ErrorCode.MALFORMED, CloseCode.MALFORMED_FRAME);
  }

  @Test
  void refusesAFrameAboveTheSizeOfItsTypeAsTooBig() {
    byte[] frame = new byte[FrameType.CLAIM_PRE_KEYS.maxSize() + 1];
    frame[0] = (byte) FrameType.CLAIM_PRE_KEYS.code();
    assertRefused(frame, ErrorCode.MALFORMED, CloseCode.TOO_BIG);
  }

  @Test
  void refusesToWriteWhatNobodyMayRead() {
    List<ReadReceipt.Mark> marks = Collections.nCopies(65, mark());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrameBytes.write(new ReadReceipt(marks)))
        .withMessage("ReadReceipt: 2863 bytes (expected: 47 to 2819)");
    ClaimPreKeys claim = new ClaimPreKeys(RequestId.NONE, USER, Collections.nCopies(17, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> FrameBytes.write(claim));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrameBytes.write(new Accepted(List.of(), List.of())));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrameBytes.write(new UnsupportedSend(1, 3)));
  }

  @Test
  void refusesRefsThatGoBack() {
    Accepted accepted = new Accepted(List.of(new Accepted.Range(5, 4, 1)), List.of());
    assertServerFrameRefused(FrameBytes.write(accepted));
  }

  @Test
  void refusesAGapThatGoesBack() {
    Gap gap = new Gap(new Cursor(2, 1), new Cursor(1, 9), Gap.Reason.FULL);
    assertServerFrameRefused(FrameBytes.write(gap));
  }

  @ParameterizedTest
  @CsvSource({"9007199254740992, 0", "0, 9007199254740992", "-1, 0", "0, -1"})
  void refusesAPlaceThatNoInboxComesTo(long epoch, long seq) {
    assertServerFrameRefused(FrameBytes.write(new InboxDrained(new Cursor(epoch, seq))));
  }

  @Test
  void refusesABundleWithPartsOfAnotherSize() {
    OpaqueBytes empty = OpaqueBytes.wrap(new byte[0]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PreKeyBundle(1, 1, empty, empty, empty, null))
        .withMessage("certificate: 0 bytes (expected: 162)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 255})
  void handsOutASendOnAnotherRouteWithoutLookingFurther(int route) {
    OutgoingSend send = frames.outgoingSend();
    byte[] frame = FrameBytes.write(send);
    frame[22] = (byte) route;
    frame[1] = (byte) 0xFF;
    assertThat(FrameBytes.read(true, frame)).isEqualTo(new UnsupportedSend(send.ref(), route));
  }

  @Test
  void handsOutUnknownTypesInsteadOfFailing() {
    assertThat(FrameBytes.read(true, new byte[] {0x3F, 1, 2, 3}))
        .isEqualTo(new UnknownClientFrame(0x3F));
    assertThat(FrameBytes.read(false, new byte[] {(byte) 0xFF, 1}))
        .isEqualTo(new UnknownServerFrame(0xFF));
  }

  @Test
  void doesNotKnowTheFramesOfTheOtherDirection() {
    for (FrameType type : FrameType.values()) {
      boolean fromClient = type.direction() == FrameType.Direction.SERVER;
      Record unknown =
          fromClient ? new UnknownClientFrame(type.code()) : new UnknownServerFrame(type.code());
      assertThat(FrameBytes.read(fromClient, new byte[] {(byte) type.code(), 0}))
          .isEqualTo(unknown);
    }
  }

  private static ReadReceipt.Mark mark() {
    return new ReadReceipt.Mark(new ConversationId(3, 4), new DeviceAddress(USER, 1), 9);
  }

  private static void assertRefused(byte[] frame, ErrorCode error, CloseCode close) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> FrameBytes.read(true, frame))
        .matches(fault -> fault.error() == error)
        .matches(fault -> fault.close() == close);
  }

  private static void assertServerFrameRefused(byte[] frame) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> FrameBytes.read(false, frame))
        .matches(fault -> fault.error() == ErrorCode.MALFORMED);
  }
}
