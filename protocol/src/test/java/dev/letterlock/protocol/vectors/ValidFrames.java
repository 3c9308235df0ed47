package dev.letterlock.protocol.vectors;

import static dev.letterlock.protocol.vectors.Samples.ANNA;
import static dev.letterlock.protocol.vectors.Samples.BERT;
import static dev.letterlock.protocol.vectors.Samples.CHAT;
import static dev.letterlock.protocol.vectors.Samples.LAST_PLACE;
import static dev.letterlock.protocol.vectors.Samples.LETTER;
import static dev.letterlock.protocol.vectors.Samples.QUESTION;
import static dev.letterlock.protocol.vectors.Samples.TIME;
import static dev.letterlock.protocol.vectors.Samples.U32_MAX;
import static dev.letterlock.protocol.vectors.Samples.U64_MAX;
import static dev.letterlock.protocol.vectors.Samples.bytes;

import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.frame.client.Hello;
import dev.letterlock.protocol.frame.client.KeyCount;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.OutgoingSend.Entry;
import dev.letterlock.protocol.frame.client.Ping;
import dev.letterlock.protocol.frame.client.ReadReceipt;
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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Valid frames with a name each: at least an ordinary and an extreme one of each type. */
final class ValidFrames {
  private final Map<String, Record> frames = new LinkedHashMap<>();

  private ValidFrames() {
    addSessionFrames();
    addSends();
    addAnswersToSends();
    addInboxFrames();
    addReceipts();
    addKeyFrames();
  }

  static Map<String, Record> all() {
    return new ValidFrames().frames;
  }

  private void addSessionFrames() {
    frames.put("hello, token came with the upgrade", hello(new Cursor(1, 41), 256, 1 << 20, ""));
    frames.put(
        "hello, nothing stored, with a token", hello(Cursor.ZERO, 1, 256 << 10, "eyJh.eyJz.c2ln"));
    frames.put(
        "hello, silent",
        new Hello(1, 0, 2, new Cursor(1, 41), 256, 1 << 20, "eyJh.eyJz.c2ln", true));
    frames.put(
        "hello, largest",
        new Hello(
            1,
            255,
            U32_MAX,
            LAST_PLACE,
            Wire.MAX_CREDIT_MESSAGES,
            Wire.MAX_CREDIT_BYTES,
            "~".repeat(Wire.MAX_TOKEN)));
    frames.put(
        "welcome, sync",
        new Welcome(
            TIME,
            new Cursor(1, 41),
            Wire.MAX_FRAME,
            65_609,
            256,
            2_592_000,
            60_000,
            Welcome.Durability.SYNC,
            45,
            0));
    frames.put(
        "welcome, relaxed, largest numbers",
        new Welcome(
            U64_MAX,
            LAST_PLACE,
            U32_MAX,
            U32_MAX,
            0xFFFF,
            U32_MAX,
            U32_MAX,
            Welcome.Durability.RELAXED,
            0xFFFF,
            255));
    frames.put("ping", new Ping(7));
    frames.put("ping, largest number", new Ping(U64_MAX));
    frames.put("pong", new Pong(7, TIME));
    frames.put("pong, largest numbers", new Pong(U64_MAX, U64_MAX));
    frames.put("go away, draining", new GoAway(4027, 1_500));
    frames.put("go away, reason of a newer version", new GoAway(0xFFFF, U32_MAX));
  }

  private static Hello hello(Cursor resume, int messages, int bytes, String token) {
    return new Hello(1, 0, 2, resume, messages, bytes, token);
  }

  private void addSends() {
    frames.put(
        "send, normal, two devices",
        send(
            MessageClass.NORMAL,
            List.of(
                new Entry(OutgoingSend.RECIPIENT_SLOT, 1, 0x1111_1111, bytes(93, 1)),
                new Entry(OutgoingSend.SENDER_SLOT, 3, 0x3333_3333, bytes(93, 2))),
            bytes(329, 3)));
    frames.put(
        "send, ephemeral, handshake header",
        send(
            MessageClass.EPHEMERAL,
            List.of(new Entry(OutgoingSend.RECIPIENT_SLOT, 1, 0x1111_1111, bytes(143, 4))),
            bytes(329, 5)));
    frames.put(
        "send, urgent, partial, with a collapse tag and the largest numbers",
        new OutgoingSend(
            U32_MAX,
            MessageClass.URGENT,
            true,
            new MessageId(U64_MAX, U64_MAX),
            new UserId(U64_MAX, U64_MAX),
            new ConversationId(U64_MAX, U64_MAX),
            U64_MAX,
            U64_MAX,
            U64_MAX,
            UUID.fromString("0e0e0e0e-0000-4000-8000-000000000006"),
            bytes(1, 6),
            List.of(new Entry(OutgoingSend.RECIPIENT_SLOT, U32_MAX, U32_MAX, bytes(0, 0)))));
    frames.put(
        "send, to a group",
        OutgoingSend.toGroup(MessageClass.NORMAL, LETTER, CHAT, 3, 0, 6, bytes(422, 8)).withRef(2));
    frames.put(
        "send, to a group, largest numbers",
        OutgoingSend.toGroup(
                MessageClass.URGENT,
                new MessageId(U64_MAX, U64_MAX),
                new ConversationId(U64_MAX, U64_MAX),
                U32_MAX,
                U64_MAX,
                U64_MAX,
                bytes(0, 0))
            .withRef(U32_MAX));
    frames.put("send, no device and no slice", send(MessageClass.NORMAL, List.of(), bytes(0, 0)));
    frames.put(
        "send, 64 devices",
        send(
            MessageClass.NORMAL,
            IntStream.rangeClosed(1, Wire.MAX_SEND_ENTRIES)
                .mapToObj(i -> new Entry(i % 2, i, 100 + i, bytes(1, i)))
                .toList(),
            bytes(4, 7)));
  }

  private static OutgoingSend send(
      MessageClass messageClass, List<Entry> entries, OpaqueBytes slice) {
    return new OutgoingSend(
        1, messageClass, false, LETTER, BERT, CHAT, 0, 5, 6, null, slice, entries);
  }

  private void addAnswersToSends() {
    frames.put("accepted, one range", new Accepted(List.of(range(1, 8, TIME)), List.of()));
    frames.put(
        "accepted, two ranges and a full inbox",
        new Accepted(
            List.of(range(1, 2, TIME), range(4, U32_MAX, U64_MAX)),
            List.of(new Accepted.FullInbox(2, new DeviceAddress(BERT, 7)))));
    frames.put(
        "accepted, 256 ranges",
        new Accepted(
            IntStream.rangeClosed(1, Wire.MAX_ACCEPTED_RANGES)
                .mapToObj(i -> range(2 * i, 2 * i, TIME + i))
                .toList(),
            List.of()));
    frames.put("roster mismatch, list version only", new RosterMismatch(3, 3, 6, 7, List.of()));
    frames.put(
        "roster mismatch, one of each kind",
        new RosterMismatch(
            3,
            5,
            U64_MAX,
            7,
            List.of(
                rosterEntry(BERT, 2, RosterMismatch.Kind.MISSING),
                rosterEntry(BERT, U32_MAX, RosterMismatch.Kind.EXTRA),
                rosterEntry(ANNA, 3, RosterMismatch.Kind.STALE))));
    frames.put("failure, conflict about a Send", new Failure(17, 0x02, 9, 9, RequestId.NONE, 0));
    frames.put("failure, rate limited request", new Failure(31, 0x05, 0, 0, QUESTION, 60_000));
    frames.put(
        "failure, error of a newer version",
        new Failure(0xFFFF, 0x3F, 0, 0, RequestId.NONE, U32_MAX));
  }

  private static Accepted.Range range(int firstRef, int lastRef, long time) {
    return new Accepted.Range(firstRef, lastRef, time);
  }

  private static RosterMismatch.Entry rosterEntry(
      UserId user, int device, RosterMismatch.Kind kind) {
    return new RosterMismatch.Entry(new DeviceAddress(user, device), 0x2222_2222, kind);
  }

  private void addInboxFrames() {
    frames.put(
        "deliver, normal",
        deliver(new Cursor(1, 42), MessageClass.NORMAL, false, bytes(93, 1), bytes(329, 3)));
    frames.put("deliver, to a group", deliverToGroup());
    frames.put(
        "deliver, ephemeral, partial",
        deliver(Cursor.ZERO, MessageClass.EPHEMERAL, true, bytes(0, 0), bytes(0, 0)));
    frames.put("ack", new Ack(new Cursor(1, 42), 0));
    frames.put("ack, silent", new Ack(new Cursor(1, 42), 0, true));
    frames.put("ack, largest numbers", new Ack(LAST_PLACE, U64_MAX));
    frames.put("inbox drained", new InboxDrained(new Cursor(1, 42)));
    frames.put("inbox drained, never used", new InboxDrained(Cursor.ZERO));
    for (Gap.Reason reason : Gap.Reason.values()) {
      Cursor to = reason == Gap.Reason.NEW_EPOCH ? new Cursor(2, 0) : new Cursor(1, 45);
      String name = reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      frames.put("gap, " + name, new Gap(new Cursor(1, 43), to, reason));
    }
  }

  private static Deliver deliverToGroup() {
    EnvelopeFields envelope =
        new EnvelopeFields(
            MessageClass.NORMAL,
            false,
            true,
            TIME,
            TIME + 2_592_000_000_000L,
            new DeviceAddress(ANNA, 2),
            CHAT,
            LETTER,
            bytes(0, 0),
            bytes(422, 8));
    return new Deliver(new Cursor(1, 43), envelope.toEnvelope());
  }

  private static Deliver deliver(
      Cursor cursor,
      MessageClass messageClass,
      boolean partial,
      OpaqueBytes header,
      OpaqueBytes slice) {
    EnvelopeFields envelope =
        new EnvelopeFields(
            messageClass,
            partial,
            false,
            TIME,
            TIME + 2_592_000_000_000L,
            new DeviceAddress(ANNA, 2),
            CHAT,
            LETTER,
            header,
            slice);
    return new Deliver(cursor, envelope.toEnvelope());
  }

  private void addReceipts() {
    ReadReceipt.Mark mark = new ReadReceipt.Mark(CHAT, new DeviceAddress(ANNA, 2), TIME);
    frames.put("read receipt", new ReadReceipt(List.of(mark)));
    frames.put(
        "read receipt, 64 marks",
        new ReadReceipt(Collections.nCopies(Wire.MAX_RECEIPT_MARKS, mark)));
    frames.put(
        "receipt, one of each kind",
        new Receipt(
            12,
            List.of(
                new Receipt.Entry(Receipt.Kind.DELIVERED, CHAT, BERT, 2, TIME),
                new Receipt.Entry(Receipt.Kind.READ, CHAT, BERT, 2, TIME),
                new Receipt.Entry(Receipt.Kind.EXPIRED, CHAT, BERT, U32_MAX, U64_MAX))));
    frames.put(
        "receipt, 64 entries",
        new Receipt(
            U64_MAX,
            Collections.nCopies(
                Wire.MAX_RECEIPT_MARKS,
                new Receipt.Entry(Receipt.Kind.DELIVERED, CHAT, BERT, 2, TIME))));
  }

  private void addKeyFrames() {
    frames.put("claim pre-keys, all devices", new ClaimPreKeys(QUESTION, BERT, List.of()));
    frames.put(
        "claim pre-keys, 16 devices",
        new ClaimPreKeys(QUESTION, BERT, IntStream.range(U32_MAX - 15, 0).boxed().toList()));
    frames.put("key count", new KeyCount());
    frames.put("keys low", new KeysLow(19, 3, 86_400, true));
    frames.put("keys low, nothing there", new KeysLow(0, 0, KeysLow.NO_SIGNED_PRE_KEY, false));
    frames.put("pre-key bundles, none", new PreKeyBundles(QUESTION, BERT, 5, List.of()));
    frames.put(
        "pre-key bundles, with KEM and one-time pre-keys, and without",
        new PreKeyBundles(
            QUESTION,
            BERT,
            U64_MAX,
            List.of(
                bundle(1, bytes(36, 8), bytes(PreKeyBundle.KEM_PRE_KEY_SIZE, 9)),
                new PreKeyBundle(
                    2,
                    U32_MAX,
                    bytes(162, 6),
                    bytes(108, 7),
                    OpaqueBytes.wrap(new byte[36]),
                    null))));
  }

  private static PreKeyBundle bundle(int device, OpaqueBytes oneTime, OpaqueBytes kem) {
    return new PreKeyBundle(device, 0x1111_1111, bytes(162, 6), bytes(108, 7), oneTime, kem);
  }
}
