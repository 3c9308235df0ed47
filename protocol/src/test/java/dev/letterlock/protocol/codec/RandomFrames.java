package dev.letterlock.protocol.codec;

import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.client.ClientFrameDecoder;
import dev.letterlock.protocol.envelope.Envelope;
import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.frame.client.Hello;
import dev.letterlock.protocol.frame.client.KeyCount;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.Ping;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.GoAway;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.KeysLow;
import dev.letterlock.protocol.frame.server.Pong;
import dev.letterlock.protocol.frame.server.PreKeyBundle;
import dev.letterlock.protocol.frame.server.PreKeyBundles;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes valid frames at random; the seed is printed so that a failure can be repeated. */
public final class RandomFrames {
  private final Random random;

  private RandomFrames(long seed) {
    random = new Random(seed);
  }

  /** Takes the seed from the property {@code letterlock.seed}, else a new one. */
  public static RandomFrames seeded() {
    long seed = Long.getLong("letterlock.seed", System.nanoTime());
    System.out.println("RandomFrames: -Dletterlock.seed=" + seed);
    return new RandomFrames(seed);
  }

  /** One frame of each type. */
  public List<Record> oneOfEach() {
    return List.of(
        hello(),
        outgoingSend(),
        groupSend(),
        new Ack(cursor(), random.nextLong(), random.nextBoolean()),
        new ReadReceipt(list(1, Wire.MAX_RECEIPT_MARKS, this::mark)),
        new ClaimPreKeys(request(), user(), list(0, Wire.MAX_USER_DEVICES, random::nextInt)),
        new KeyCount(),
        new Ping(random.nextLong()),
        welcome(),
        new Accepted(list(1, 20, this::range), list(0, 20, this::fullInbox)),
        mismatch(),
        deliver(),
        new InboxDrained(cursor()),
        gap(),
        new Receipt(random.nextLong(), list(1, Wire.MAX_RECEIPT_MARKS, this::receiptEntry)),
        new PreKeyBundles(request(), user(), random.nextLong(), list(0, 3, this::bundle)),
        new KeysLow(u16(), u16(), random.nextInt(), random.nextBoolean()),
        new Pong(random.nextLong(), random.nextLong()),
        new GoAway(u16(), random.nextInt()),
        failure());
  }

  /** A direct Send with up to 64 devices. */
  public OutgoingSend outgoingSend() {
    return new OutgoingSend(
        random.nextInt(),
        pick(MessageClass.values()),
        random.nextBoolean(),
        new MessageId(random.nextLong(), random.nextLong()),
        user(),
        conversation(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextBoolean() ? new UUID(random.nextLong(), random.nextLong()) : null,
        bytes(random.nextInt(600)),
        list(0, Wire.MAX_SEND_ENTRIES, this::sendEntry));
  }

  /** A Send to a group. */
  public OutgoingSend groupSend() {
    return OutgoingSend.toGroup(
            pick(MessageClass.values()),
            new MessageId(random.nextLong(), random.nextLong()),
            conversation(),
            random.nextInt(),
            random.nextLong(),
            random.nextLong(),
            bytes(random.nextInt(600)))
        .withRef(random.nextInt());
  }

  /** A Send with at least one entry, as a server reads it. */
  public Send send() {
    OutgoingSend outgoing = outgoingSend();
    while (outgoing.entries().isEmpty()) {
      outgoing = outgoingSend();
    }
    ByteBuf frame = Unpooled.wrappedBuffer(FrameBytes.write(outgoing));
    return (Send) new ClientFrameDecoder().read(frame);
  }

  /** A Send to a group, as a server reads it. */
  public Send sendToGroup() {
    return (Send)
        new ClientFrameDecoder().read(Unpooled.wrappedBuffer(FrameBytes.write(groupSend())));
  }

  private Deliver deliver() {
    Send send = send();
    ByteBuf out = Unpooled.buffer();
    EnvelopeCodec.write(
        send,
        random.nextInt(send.entryCount()),
        random.nextLong(),
        random.nextLong(),
        random.nextInt(),
        random.nextLong(),
        random.nextLong(),
        out);
    Envelope envelope = EnvelopeCodec.read(out, 0, out.readableBytes());
    return new Deliver(cursor(), envelope);
  }

  private Hello hello() {
    String token =
        random
            .ints(random.nextInt(300), '!', '~')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return new Hello(
        Wire.VERSION,
        random.nextInt(256),
        random.nextInt(),
        cursor(),
        random.nextInt(1, Wire.MAX_CREDIT_MESSAGES + 1),
        random.nextInt(Wire.MIN_CREDIT_BYTES, Wire.MAX_CREDIT_BYTES + 1),
        token,
        random.nextBoolean());
  }

  private Welcome welcome() {
    return new Welcome(
        random.nextLong(),
        cursor(),
        random.nextInt(),
        random.nextInt(),
        u16(),
        random.nextInt(),
        random.nextInt(),
        pick(Welcome.Durability.values()),
        u16(),
        random.nextInt(256));
  }

  private RosterMismatch mismatch() {
    int[] refs = orderedRefs();
    return new RosterMismatch(
        refs[0],
        refs[1],
        random.nextLong(),
        random.nextLong(),
        list(0, Wire.MAX_ROSTER_ENTRIES, this::rosterEntry));
  }

  private Gap gap() {
    Cursor a = cursor();
    Cursor b = cursor();
    boolean ordered = a.compareTo(b) <= 0;
    return new Gap(ordered ? a : b, ordered ? b : a, pick(Gap.Reason.values()));
  }

  private Failure failure() {
    int[] refs = orderedRefs();
    return new Failure(u16(), random.nextInt(256), refs[0], refs[1], request(), random.nextInt());
  }

  private OutgoingSend.Entry sendEntry() {
    return new OutgoingSend.Entry(
        random.nextInt(2), random.nextInt(), random.nextInt(), bytes(random.nextInt(200)));
  }

  private ReadReceipt.Mark mark() {
    return new ReadReceipt.Mark(conversation(), device(), random.nextLong());
  }

  private Accepted.Range range() {
    int[] refs = orderedRefs();
    return new Accepted.Range(refs[0], refs[1], random.nextLong());
  }

  private Accepted.FullInbox fullInbox() {
    return new Accepted.FullInbox(random.nextInt(), device());
  }

  private RosterMismatch.Entry rosterEntry() {
    return new RosterMismatch.Entry(device(), random.nextInt(), pick(RosterMismatch.Kind.values()));
  }

  private Receipt.Entry receiptEntry() {
    return new Receipt.Entry(
        pick(Receipt.Kind.values()), conversation(), user(), random.nextInt(), random.nextLong());
  }

  private PreKeyBundle bundle() {
    return new PreKeyBundle(
        random.nextInt(),
        random.nextInt(),
        bytes(PreKeyBundle.CERTIFICATE_SIZE),
        bytes(PreKeyBundle.SIGNED_PRE_KEY_SIZE),
        bytes(PreKeyBundle.ONE_TIME_PRE_KEY_SIZE),
        random.nextBoolean() ? bytes(PreKeyBundle.KEM_PRE_KEY_SIZE) : null);
  }

  private int[] orderedRefs() {
    int a = random.nextInt();
    int b = random.nextInt();
    return Integer.compareUnsigned(a, b) <= 0 ? new int[] {a, b} : new int[] {b, a};
  }

  private Cursor cursor() {
    return new Cursor(random.nextLong(Cursor.LIMIT), random.nextLong(Cursor.LIMIT));
  }

  private UserId user() {
    return new UserId(random.nextLong(), random.nextLong());
  }

  private ConversationId conversation() {
    return new ConversationId(random.nextLong(), random.nextLong());
  }

  private RequestId request() {
    return new RequestId(random.nextLong(), random.nextLong());
  }

  private DeviceAddress device() {
    return new DeviceAddress(user(), random.nextInt());
  }

  private OpaqueBytes bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return OpaqueBytes.wrap(bytes);
  }

  private int u16() {
    return random.nextInt(0x1_0000);
  }

  private <E> E pick(E[] values) {
    return values[random.nextInt(values.length)];
  }

  private <T> List<T> list(int min, int max, Supplier<T> item) {
    return Stream.generate(item).limit(random.nextInt(min, max + 1)).toList();
  }
}
