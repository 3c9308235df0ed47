package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.InboxState;
import dev.letterlock.storage.inbox.move.EnvelopeVisitor;
import dev.letterlock.storage.inbox.move.KeptGap;
import dev.letterlock.storage.inbox.move.KeptInbox;
import dev.letterlock.storage.inbox.move.KeptSend;
import dev.letterlock.storage.inbox.move.KeptTag;
import dev.letterlock.storage.inbox.redis.link.Script;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes one inbox for {@code take.lua}, in parts of about a MiB. Used once, by one thread. */
public final class TakeCall {
  private static final int PART_BYTES = 1 << 20;
  private static final int PLACES_AT_ONCE = 10_000;

  /** Below every generation, so that the inbox begins a new epoch when it is next touched. */
  private static final long NO_GENERATION = 0;

  private final byte[] record;
  private final String move;
  private final KeptInbox inbox;
  private final Epochs epochs;
  private final Consumer<ScriptCall> ask;
  private final Set<Cursor> replaceable = new HashSet<>();
  private final List<TakePack> packs = new ArrayList<>();
  private @Nullable TakePack open;
  private int size;
  private boolean begun;
  private long oldest;
  private long firstExpiry;

  private TakeCall(
      byte[] record, String move, KeptInbox inbox, Epochs epochs, Consumer<ScriptCall> ask) {
    this.record = record;
    this.move = move;
    this.inbox = inbox;
    this.epochs = epochs;
    this.ask = ask;
    inbox.tags().forEach(tag -> replaceable.add(tag.place()));
  }

  /**
   * Writes all of it.
   *
   * @param record key of the record of the move, where the user's keys are
   * @param envelopes shows a visitor every envelope
   * @param ask runs a call and waits for it
   */
  public static void run(
      byte[] record,
      String move,
      KeptInbox inbox,
      Consumer<EnvelopeVisitor> envelopes,
      Consumer<ScriptCall> ask) {
    TakeCall call = new TakeCall(record, move, inbox, Epochs.of(inbox, envelopes), ask);
    call.places();
    envelopes.accept(call::envelope);
    call.end();
  }

  private void places() {
    List<KeptGap> gaps = inbox.gaps();
    for (int from = 0; from < gaps.size(); from += PLACES_AT_ONCE) {
      int to = Math.min(from + PLACES_AT_ONCE, gaps.size());
      ask.accept(part("", gaps(gaps.subList(from, to)), Unpooled.EMPTY_BUFFER));
    }
    List<KeptTag> tags = inbox.tags();
    for (int from = 0; from < tags.size(); from += PLACES_AT_ONCE) {
      int to = Math.min(from + PLACES_AT_ONCE, tags.size());
      ask.accept(part("", Unpooled.EMPTY_BUFFER, tags(tags.subList(from, to))));
    }
  }

  private void envelope(Cursor place, ByteBuffer envelope) {
    long time = envelope.getLong(envelope.position() + EnvelopeCodec.TIME_OFFSET);
    long expiry = envelope.getLong(envelope.position() + EnvelopeCodec.EXPIRY_OFFSET);
    if (oldest == 0) {
      oldest = time;
    }
    if (expiry > 0 && expiry < MessagePack.LIMIT) {
      firstExpiry = firstExpiry == 0 ? expiry : Math.min(firstExpiry, expiry);
    }
    size += envelope.remaining();
    pack(place, envelope.remaining()).add(time, envelope);
    if (size > PART_BYTES) {
      ask.accept(part("", Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER));
    }
  }

  private TakePack pack(Cursor place, int length) {
    Cursor at = epochs.of(place);
    boolean alone = replaceable.contains(place);
    TakePack pack = open;
    if (pack == null || alone || !pack.takes(at, length)) {
      pack = new TakePack(at, alone);
      packs.add(pack);
      open = pack;
    }
    return pack;
  }

  private void end() {
    ScriptCall last = part("e", Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER);
    last.argument(state());
    List<KeptSend> sends = inbox.sends();
    last.argument(sends.isEmpty() ? Unpooled.EMPTY_BUFFER : fingerprints(sends));
    last.argument(slots(sends));
    for (int slot = 0; slot < sends.size(); slot++) {
      if (!sends.get(slot).full().isEmpty()) {
        last.argument(slot).argument(devices(sends.get(slot).full()));
      }
    }
    ask.accept(last);
  }

  /** The next part, with the envelopes that wait for it. */
  private ScriptCall part(String ending, ByteBuf gaps, ByteBuf tags) {
    int partition = Bases.partition(inbox.device().user());
    ScriptCall call =
        new ScriptCall(Script.TAKE, partition).key(record).key(Bases.of(inbox.device()));
    call.argument(move).argument((begun ? "" : "b") + ending).argument(gaps).argument(tags);
    call.argument(packs.size());
    packs.forEach(pack -> pack.addTo(call));
    packs.clear();
    open = null;
    size = 0;
    begun = true;
    return call;
  }

  /** As {@code state.lua} keeps it; counts so that what is undelivered comes to the same. */
  private ByteBuf state() {
    InboxState state = inbox.state();
    Cursor last = epochs.of(state.last());
    Cursor acked = epochs.of(state.acked());
    Cursor aged = epochs.of(state.agedUpTo());
    long given = last.seq() - (acked.epoch() == last.epoch() ? acked.seq() : 0);
    ByteBuf out = Unpooled.buffer();
    out.writeLong(NO_GENERATION);
    write(write(write(out, last), acked), aged);
    out.writeLong(Math.clamp(state.confirmedReceiptMark(), 0, MessagePack.LIMIT - 1));
    out.writeLong(firstExpiry).writeLong(oldest);
    out.writeInt((int) Math.max(0, inbox.undelivered() - given));
    out.writeInt((int) Math.max(0, given - inbox.undelivered()));
    return out.writeLong(0).writeLong(0); // nobody has a session
  }

  private ByteBuf gaps(List<KeptGap> gaps) {
    ByteBuf out = Unpooled.buffer();
    gaps.forEach(gap -> write(out, epochs.of(gap.place())).writeByte(gap.reason().code()));
    return out;
  }

  private ByteBuf tags(List<KeptTag> tags) {
    ByteBuf out = Unpooled.buffer();
    for (KeptTag tag : tags) {
      out.writeLong(tag.high()).writeLong(tag.low());
      out.writeLong(tag.sender().high()).writeLong(tag.sender().low());
      write(out, epochs.of(tag.place()));
    }
    return out;
  }

  private static ByteBuf fingerprints(List<KeptSend> sends) {
    ByteBuf out = Unpooled.buffer();
    out.writeLong(sends.size()).writeLong(sends.getLast().time());
    sends.forEach(send -> out.writeInt(Fingerprint.of(send.idHigh(), send.idLow())));
    return out;
  }

  private static ByteBuf slots(List<KeptSend> sends) {
    ByteBuf out = Unpooled.buffer();
    for (KeptSend send : sends) {
      out.writeLong(send.idHigh()).writeLong(send.idLow()).writeLong(send.hash());
      out.writeLong(send.time()).writeByte(send.full().isEmpty() ? 0 : 1);
    }
    return out;
  }

  private static byte[] devices(List<DeviceAddress> devices) {
    ByteBuffer out = ByteBuffer.allocate(devices.size() * Bases.DEVICE_SIZE);
    devices.forEach(device -> Bases.putUser(out, device.user()).putInt(device.device()));
    return out.array();
  }

  private static ByteBuf write(ByteBuf out, Cursor place) {
    return out.writeLong(place.epoch()).writeLong(place.seq());
  }
}
