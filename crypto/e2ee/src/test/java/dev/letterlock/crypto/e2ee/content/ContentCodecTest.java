package dev.letterlock.crypto.e2ee.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.crypto.e2ee.attachment.AttachmentPointer;
import dev.letterlock.crypto.e2ee.attachment.MediaType;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContentCodecTest {

  private static final int TYPE_AT = 1;

  static Stream<ContentBody> bodies() {
    return Stream.of(
        new ContentBody.Text(""),
        new ContentBody.Text("zwölf Boxkämpfer 🥊"),
        new ContentBody.Text("x".repeat(ContentCodec.MAX_BODY)),
        new ContentBody.Empty(),
        new ContentBody.Retry(Samples.CONVERSATION, Samples.MESSAGE),
        new ContentBody.Introduction(Samples.CONVERSATION),
        new ContentBody.GroupTitle(Samples.CONVERSATION, 1_700_000_000_000L, "Frühstück"),
        new ContentBody.Unknown(0x42, Octets.of(new byte[] {1, 2, 3})),
        new ContentBody.Unknown(0xff, Octets.of(new byte[0])));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void readsWhatItWrote(ContentBody body) {
    Content content = new Content(Samples.head(5), body);

    byte[] encoded = ContentCodec.encode(content);

    assertThat(ContentCodec.decode(ByteBuffer.wrap(encoded))).isEqualTo(content);
  }

  @Test
  void readsAPointerAsItWrote() {
    byte[] pointer = pointer().encode();
    Content content = new Content(Samples.head(5), new ContentBody.Attachment(pointer()));

    Content read = ContentCodec.decode(ByteBuffer.wrap(ContentCodec.encode(content)));

    assertThat(read.body().isControl()).isFalse();
    assertThat(read.body())
        .isInstanceOfSatisfying(
            ContentBody.Attachment.class,
            body -> assertThat(body.pointer().encode()).isEqualTo(pointer));
  }

  @Test
  void refusesAPointerThatIsNone() {
    byte[] encoded =
        ContentCodec.encode(new Content(Samples.head(5), new ContentBody.Attachment(pointer())));

    assertRejected(
        ContentFault.BAD_BODY,
        () -> ContentCodec.decode(ByteBuffer.wrap(encoded, 0, encoded.length - 1).slice()));
  }

  private static AttachmentPointer pointer() {
    return new AttachmentPointer(
        Samples.ANNA,
        SecretBytes.copyOf(new byte[32]),
        Hash32.ZERO,
        7,
        new MediaType("text/plain"),
        Octets.of(new byte[] {1}));
  }

  /** It may be a sender key. */
  @Test
  void leavesNothingOfWhatWasOpened() {
    byte[] opened = ContentCodec.encode(Samples.text("hi"));

    Content read = ContentCodec.decodeOpened(ByteBuffer.wrap(opened).slice());

    assertThat(read).isEqualTo(Samples.text("hi"));
    assertThat(opened).containsOnly(0);
    byte[] refused = {9, 9, 9};
    assertThatThrownBy(() -> ContentCodec.decodeOpened(ByteBuffer.wrap(refused)))
        .isInstanceOf(ContentRejectedException.class);
    assertThat(refused).containsOnly(0);
  }

  @Test
  void laysTheHeadOutAsSpecified() {
    assertThat(HexFormat.of().formatHex(ContentCodec.encode(Samples.text("hi"))))
        .isEqualTo(
            "0101"
                + "0000"
                + "0102030405060708090a0b0c0d0e0f10"
                + "019b7700000070008000000000000004"
                + "a1a1a1a1a1a141a181a1a1a1a1a1a1a1"
                + "00000002"
                + "0000018bcfe56800"
                + "0000000000000001"
                + "0000000000000003"
                + "1111111111111111"
                + "0000000000000007"
                + "2222222222222222"
                + "00000000000000000000000000000000"
                + "6869");
  }

  @Test
  void leavesTheBufferWhereItWas() {
    ByteBuffer bytes = ByteBuffer.wrap(ContentCodec.encode(Samples.text("hi")));

    ContentCodec.decode(bytes);

    assertThat(bytes.position()).isZero();
  }

  @Test
  void tellsControlFromWhatIsShown() {
    assertThat(new ContentBody.Text("").isControl()).isFalse();
    assertThat(new ContentBody.Unknown(0x7f, Octets.of(new byte[0])).isControl()).isFalse();
    assertThat(new ContentBody.Empty().isControl()).isTrue();
    assertThat(new ContentBody.Unknown(0x90, Octets.of(new byte[0])).isControl()).isTrue();
  }

  @Test
  void refusesEveryTruncationOfTheHead() {
    byte[] encoded = ContentCodec.encode(Samples.text(""));

    for (int length = 0; length < encoded.length; length++) {
      byte[] cut = Arrays.copyOf(encoded, length);
      assertRejected(ContentFault.BAD_LENGTH, () -> ContentCodec.decode(ByteBuffer.wrap(cut)));
    }
  }

  @Test
  void refusesTooMuch() {
    byte[] long1 = new byte[ContentCodec.HEAD_SIZE + ContentCodec.MAX_BODY + 1];
    String text = "x".repeat(ContentCodec.MAX_BODY + 1);

    assertRejected(ContentFault.BAD_LENGTH, () -> ContentCodec.decode(ByteBuffer.wrap(long1)));
    assertRejected(ContentFault.BAD_LENGTH, () -> ContentCodec.encode(Samples.text(text)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, BAD_VERSION",
    "0, 0, BAD_VERSION",
    "2, 1, BAD_FLAGS",
    "3, 1, BAD_FLAGS",
    "26, 64, BAD_MESSAGE_ID",
    "28, 0, BAD_MESSAGE_ID",
    "64, -128, BAD_SEQUENCE",
    "71, 0, BAD_SEQUENCE"
  })
  void refusesWhatNoHeadHolds(int offset, byte value, ContentFault fault) {
    byte[] encoded = ContentCodec.encode(Samples.text("hi"));
    encoded[offset] = value;

    assertRejected(fault, () -> ContentCodec.decode(ByteBuffer.wrap(encoded)));
  }

  @ParameterizedTest
  @CsvSource({"0x80, 00", "0x82, 00", "0x81, 00", "0x83, 01", "0x01, ff", "0x01, c0af"})
  void refusesABodyThatIsNotOfItsType(String type, String body) {
    byte[] head = ContentCodec.encode(Samples.text(""));
    head[TYPE_AT] = Integer.decode(type).byteValue();
    byte[] bytes = HexFormat.of().parseHex(body);
    byte[] encoded = ByteBuffer.allocate(head.length + bytes.length).put(head).put(bytes).array();

    assertRejected(ContentFault.BAD_BODY, () -> ContentCodec.decode(ByteBuffer.wrap(encoded)));
  }

  @Test
  void refusesATitleThatIsTooLong() {
    ContentBody title = new ContentBody.GroupTitle(Samples.CONVERSATION, 7, "x".repeat(201));
    assertRejected(
        ContentFault.BAD_BODY,
        () -> ContentCodec.encode(new Content(Samples.text("x").head(), title)));
  }

  @Test
  void refusesToWriteHalfACharacter() {
    assertRejected(ContentFault.BAD_BODY, () -> ContentCodec.encode(Samples.text("\ud83e")));
  }

  @Test
  void neverPrintsAText() {
    assertThat(Samples.text("secret").toString()).doesNotContain("secret");
  }

  private static void assertRejected(ContentFault fault, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ContentRejectedException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }
}
