package dev.letterlock.crypto.e2ee.content;

import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.Uuids;
import dev.letterlock.crypto.e2ee.attachment.AttachmentPointer;
import dev.letterlock.crypto.e2ee.attachment.AttachmentRejectedException;
import dev.letterlock.crypto.e2ee.content.ContentBody.Attachment;
import dev.letterlock.crypto.e2ee.content.ContentBody.Empty;
import dev.letterlock.crypto.e2ee.content.ContentBody.GroupTitle;
import dev.letterlock.crypto.e2ee.content.ContentBody.Introduction;
import dev.letterlock.crypto.e2ee.content.ContentBody.NewGroupState;
import dev.letterlock.crypto.e2ee.content.ContentBody.Retry;
import dev.letterlock.crypto.e2ee.content.ContentBody.SenderKey;
import dev.letterlock.crypto.e2ee.content.ContentBody.Text;
import dev.letterlock.crypto.e2ee.content.ContentBody.Unknown;
import dev.letterlock.crypto.e2ee.group.SenderKeyDistribution;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Octets;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Bytes of {@link Content}: {@code ver u8=1 | type u8 | flags u16=0 | conv 16 | msgId 16 | sender
 * 16 | device u32 | sentAt u64 | seq u64 | ownList 16 | auxiliary 16 | log 16} and the body to the
 * end; docs/E2EE.md §2.6. Stateless.
 */
public final class ContentCodec {

  /** Bytes before the body. */
  public static final int HEAD_SIZE = 120;

  /** The longest body: 64 KiB less the head and one byte of padding. */
  public static final int MAX_BODY = PayloadSizes.MAX_PADDED - 1 - HEAD_SIZE;

  /** Of the title of a group, in bytes of UTF-8. */
  public static final int MAX_TITLE = 200;

  private static final int TITLE_HEAD = Uuids.SIZE + Long.BYTES;

  static final int TEXT = 0x01;
  static final int ATTACHMENT = 0x02;
  static final int EMPTY = 0x80;
  static final int SENDER_KEY = 0x81;
  static final int RETRY = 0x82;
  static final int NEW_GROUP_STATE = 0x83;
  static final int INTRODUCTION = 0x84;
  static final int GROUP_TITLE = 0x85;

  private static final byte VERSION = 1;
  private static final short NO_FLAGS = 0;
  private static final int RETRY_SIZE = 2 * Uuids.SIZE;

  private ContentCodec() {}

  /**
   * Writes content; pad it to {@link PayloadSizes#paddedSizeFor} of the length.
   *
   * @throws ContentRejectedException with {@link ContentFault#BAD_LENGTH} or {@link
   *     ContentFault#BAD_BODY}
   */
  public static byte[] encode(Content content) {
    byte[] body = bodyOf(content.body());
    if (body.length > MAX_BODY) {
      throw badLength("body", body.length, "at most " + MAX_BODY);
    }
    ByteBuffer out = ByteBuffer.allocate(HEAD_SIZE + body.length);
    out.put(VERSION).put((byte) content.body().type()).putShort(NO_FLAGS);
    write(content.head(), out);
    return out.put(body).array();
  }

  /**
   * As {@link #decode}, of what was just opened: whatever comes of it, the bytes are wiped, as they
   * may be a sender key.
   *
   * @param opened in a heap array
   */
  public static Content decodeOpened(ByteBuffer opened) {
    try {
      return decode(opened);
    } finally {
      int from = opened.arrayOffset();
      Arrays.fill(opened.array(), from, from + opened.capacity(), (byte) 0);
    }
  }

  /**
   * Reads what a slice held.
   *
   * @throws ContentRejectedException with {@link ContentFault#BAD_LENGTH}, {@link
   *     ContentFault#BAD_VERSION}, {@link ContentFault#BAD_FLAGS}, {@link
   *     ContentFault#BAD_MESSAGE_ID}, {@link ContentFault#BAD_SEQUENCE} or {@link
   *     ContentFault#BAD_BODY}
   */
  public static Content decode(ByteBuffer bytes) {
    ByteBuffer in = bytes.slice();
    if (in.remaining() < HEAD_SIZE || in.remaining() > HEAD_SIZE + MAX_BODY) {
      throw badLength("content", in.remaining(), "120 to " + (HEAD_SIZE + MAX_BODY));
    }
    byte version = in.get();
    if (version != VERSION) {
      throw new ContentRejectedException(
          ContentFault.BAD_VERSION, "content version: " + version + " (expected: 1)");
    }
    int type = Byte.toUnsignedInt(in.get());
    short flags = in.getShort();
    if (flags != NO_FLAGS) {
      throw new ContentRejectedException(
          ContentFault.BAD_FLAGS, "content flags: " + flags + " (expected: 0)");
    }
    ContentHead head = readHead(in);
    byte[] body = new byte[in.remaining()];
    in.get(body);
    try {
      return new Content(head, body(type, body));
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  private static void write(ContentHead head, ByteBuffer out) {
    MessagePlace place = head.place();
    place.writeIds(out);
    Uuids.write(out, head.author().user()).putInt(head.author().device());
    out.putLong(place.sentAt()).putLong(place.sequence());
    head.ownList().writeTo(out);
    head.auxiliary().writeTo(out);
    out.putLong(head.log().size()).putLong(head.log().root8());
  }

  private static ContentHead readHead(ByteBuffer in) {
    var conversation = Uuids.read(in);
    var message = Uuids.read(in);
    Author author = new Author(Uuids.read(in), in.getInt());
    MessagePlace place = new MessagePlace(conversation, message, in.getLong(), in.getLong());
    return new ContentHead(
        author,
        place,
        ListView.read(in),
        ListView.read(in),
        new LogHead(in.getLong(), in.getLong()));
  }

  private static byte[] bodyOf(ContentBody body) {
    return switch (body) {
      case Text(String text) -> utf8(text);
      case Attachment(AttachmentPointer pointer) -> pointer.encode();
      case Empty _ -> new byte[0];
      case SenderKey(SenderKeyDistribution distribution) -> distribution.encode();
      case Retry(var conversation, var message) ->
          Uuids.write(Uuids.write(ByteBuffer.allocate(RETRY_SIZE), conversation), message).array();
      case NewGroupState(GroupState state) -> state.encode();
      case Introduction(var user) -> Uuids.write(ByteBuffer.allocate(Uuids.SIZE), user).array();
      case GroupTitle title -> titleOf(title);
      case Unknown(int _, Octets bytes) -> bytes.toByteArray();
    };
  }

  private static ContentBody body(int type, byte[] body) {
    try {
      return switch (type) {
        case TEXT -> new Text(text(body));
        case ATTACHMENT -> new Attachment(AttachmentPointer.parse(body));
        case EMPTY -> empty(body);
        case SENDER_KEY -> new SenderKey(SenderKeyDistribution.parse(body));
        case RETRY -> retry(body);
        case NEW_GROUP_STATE -> new NewGroupState(GroupState.parse(body));
        case INTRODUCTION -> introduction(body);
        case GROUP_TITLE -> title(body);
        default -> new Unknown(type, Octets.of(body));
      };
    } catch (KeyRejectedException e) {
      throw new ContentRejectedException(
          ContentFault.BAD_BODY, "body: " + e.fault() + " (expected: one of its type)");
    } catch (AttachmentRejectedException e) {
      throw new ContentRejectedException(
          ContentFault.BAD_BODY, "pointer: " + e.fault() + " (expected: a good one)");
    }
  }

  private static ContentBody empty(byte[] body) {
    requireBodySize(body, 0);
    return new Empty();
  }

  private static ContentBody retry(byte[] body) {
    requireBodySize(body, RETRY_SIZE);
    ByteBuffer in = ByteBuffer.wrap(body);
    return new Retry(Uuids.read(in), Uuids.read(in));
  }

  private static ContentBody introduction(byte[] body) {
    requireBodySize(body, Uuids.SIZE);
    return new Introduction(Uuids.read(ByteBuffer.wrap(body)));
  }

  private static byte[] titleOf(GroupTitle title) {
    byte[] text = utf8(title.title());
    requireTitle(text.length);
    requireTime(title.namedAt());
    return Uuids.write(ByteBuffer.allocate(TITLE_HEAD + text.length), title.group())
        .putLong(title.namedAt())
        .put(text)
        .array();
  }

  private static ContentBody title(byte[] body) {
    requireTitle(body.length - TITLE_HEAD);
    ByteBuffer in = ByteBuffer.wrap(body);
    UUID group = Uuids.read(in);
    long namedAt = in.getLong();
    requireTime(namedAt);
    String title = text(Arrays.copyOfRange(body, in.position(), body.length));
    return new GroupTitle(group, namedAt, title);
  }

  private static void requireTime(long namedAt) {
    if (namedAt < 0) {
      throw new ContentRejectedException(
          ContentFault.BAD_BODY,
          "named at: " + Long.toUnsignedString(namedAt) + " (expected: below 2^63)");
    }
  }

  private static void requireTitle(int size) {
    if (size < 0 || size > MAX_TITLE) {
      throw new ContentRejectedException(
          ContentFault.BAD_BODY, "title: " + size + " B (expected: at most " + MAX_TITLE + ")");
    }
  }

  private static void requireBodySize(byte[] body, int expected) {
    if (body.length != expected) {
      throw new ContentRejectedException(
          ContentFault.BAD_BODY, "body: " + body.length + " B (expected: " + expected + ")");
    }
  }

  private static String text(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw notText();
    }
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] exact = new byte[bytes.remaining()];
      bytes.get(exact);
      return exact;
    } catch (CharacterCodingException e) {
      throw notText();
    }
  }

  private static ContentRejectedException notText() {
    return new ContentRejectedException(ContentFault.BAD_BODY, "text: bytes (expected: UTF-8)");
  }

  private static ContentRejectedException badLength(String name, int length, String expected) {
    return new ContentRejectedException(
        ContentFault.BAD_LENGTH, name + ": " + length + " B (expected: " + expected + ")");
  }
}
