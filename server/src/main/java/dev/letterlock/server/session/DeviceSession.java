package dev.letterlock.server.session;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.codec.server.DeliverCodec;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.id.Cursor;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of one connection of one device (docs/PROTOCOL.md §3): what it was sent, what it
 * may still be sent, and whether a committed envelope can go straight out or has to be read from
 * the inbox later.
 *
 * <p>{@link #recipient}, {@link #executor}, {@link #lane} and {@link #current} may be called from
 * any thread; everything else runs on the connection's event loop.
 */
public final class DeviceSession {
  private final Recipient recipient;
  private final EventExecutor executor;
  private final int lane;
  private final Outbound out;
  private final Credits credits;
  private final InFlight inFlight = new InFlight();

  private final SessionReceipts receipts;

  private final SessionOrigin origin = new SessionOrigin();
  private long epoch;
  private long sent;
  private long hintedEpoch;
  private long hintedSeq;
  private @Nullable Cursor agedUpTo;
  private boolean open;
  private boolean reading;
  private boolean more;
  private boolean drainedSaid;
  private boolean stalled;

  /**
   * @param lane index of the event loop's lane, from 0
   */
  public DeviceSession(
      Recipient recipient, EventExecutor executor, int lane, Outbound out, Credits credits) {
    this.recipient = recipient;
    this.executor = executor;
    this.lane = lane;
    this.out = out;
    this.credits = credits;
    this.receipts = new SessionReceipts(out);
  }

  public Recipient recipient() {
    return recipient;
  }

  public EventExecutor executor() {
    return executor;
  }

  public int lane() {
    return lane;
  }

  /** True while this session is the one of its device. */
  public boolean current() {
    return recipient.session() == this;
  }

  /**
   * Starts the stream behind what the device has stored.
   *
   * @param from the last place that the device has
   * @param waiting true if the inbox holds more than that
   * @param aged up to where entries wait in the long-term store, null for nowhere
   */
  public void start(Cursor from, boolean waiting, @Nullable Cursor aged) {
    epoch = from.epoch();
    sent = from.seq();
    agedUpTo = aged;
    more = waiting || hintedBeyondSent();
    open = true;
  }

  public SessionOrigin origin() {
    return origin;
  }

  /** True between its start and its end. */
  public boolean isOpen() {
    return open;
  }

  /** The inbox was seen to reach up to here. */
  public void hint(Cursor last) {
    hint(last.epoch(), last.seq());
  }

  /** Sends a frame that is not on the hot path. */
  public void send(ServerFrame frame) {
    out.send(frame);
  }

  /** Begins a frame; see {@link Outbound#begin}. */
  public ByteBuf begin(FrameType type, int length) {
    return out.begin(type, length);
  }

  /** Ends the frame that was begun last. */
  public void end() {
    out.end();
  }

  /**
   * Takes a freshly committed envelope straight to the socket when it is the next one, credit is
   * left and the client keeps up. Otherwise the session remembers that its inbox has more.
   *
   * @return false when the inbox has to be read once there is room
   */
  public boolean offer(long itsEpoch, long seq, ByteBuf from, int index, int length) {
    boolean next = open && !reading && !more && itsEpoch == epoch && seq == sent + 1;
    if (next && hasRoom(DeliverCodec.size(length))) {
      deliver(itsEpoch, seq, from, index, length);
      return true;
    }
    hint(itsEpoch, seq);
    return false;
  }

  /** Sends the next entry of the inbox. */
  public void deliver(long itsEpoch, long seq, ByteBuf from, int index, int length) {
    writeDeliver(itsEpoch, seq, from, index, length);
    epoch = itsEpoch;
    sent = seq;
    inFlight.addEnvelope(seq, DeliverCodec.size(length), from, index);
  }

  /** Sends an ephemeral envelope, or drops it when the client does not keep up. */
  public boolean deliverEphemeral(ByteBuf from, int index, int length) {
    if (!open || !out.writable()) {
      return false;
    }
    writeDeliver(0, 0, from, index, length);
    return true;
  }

  /** Notes that a gap was sent, which is acked like an entry. */
  public void gap(Cursor to) {
    if (to.epoch() != epoch) {
      inFlight.clear();
      epoch = to.epoch();
    }
    sent = to.seq();
    inFlight.addGap(sent);
  }

  /** True when the inbox has entries that were not sent, there is room, and nobody reads yet. */
  public boolean wantsMore() {
    return open && more && !reading && hasRoom(0);
  }

  /** A page is being read; until {@link #pageEnds} nothing goes straight out. */
  public void pageBegins() {
    reading = true;
  }

  /**
   * The page was sent.
   *
   * @param drained nothing was behind it at the time of reading
   */
  public void pageEnds(boolean drained) {
    reading = false;
    stalled &= !drained;
    more = !drained || hintedBeyondSent();
  }

  /** True once: when everything that waited at the start was sent. */
  public boolean firstCaughtUp() {
    boolean first = open && !more && !reading && !drainedSaid;
    drainedSaid |= first;
    return first;
  }

  /** True while the next entries are in the long-term store. */
  public boolean readsAged() {
    return agedUpTo != null;
  }

  /** Up to where entries wait in the long-term store. */
  public Cursor agedUpTo() {
    return Objects.requireNonNull(agedUpTo);
  }

  /** Up to where entries wait in the long-term store from now on, null for nowhere. */
  public void aged(@Nullable Cursor upTo) {
    agedUpTo = upTo;
  }

  /** A page could not be read; true if that is news since the last one that could. */
  public boolean stalls() {
    boolean news = open && !stalled;
    stalled = true;
    return news;
  }

  /** True if the place lies beyond what this session was sent. */
  public boolean isBeyondSent(Cursor place) {
    return place.compareTo(sentUpTo()) > 0;
  }

  /**
   * Takes what is acked out of the window; only for a place that is not {@link #isBeyondSent}. A
   * place of an earlier epoch changes nothing.
   *
   * @return entries that were acked now
   */
  public int ack(Cursor place, InFlight.MarkSink sink) {
    int before = inFlight.count();
    if (place.epoch() == epoch) {
      inFlight.ack(place.seq(), sink);
    }
    return before - inFlight.count();
  }

  /** What it is told of its user's messages. */
  public SessionReceipts receipts() {
    return receipts;
  }

  /** Writes the receipts that wait. */
  public void writeReceipts() {
    if (open) {
      receipts.write();
    }
  }

  public Cursor sentUpTo() {
    return new Cursor(epoch, sent);
  }

  /** Frames that may still be sent before an ack has to come. */
  public int roomMessages() {
    return credits.messages() - inFlight.count();
  }

  /** Bytes that may still be sent before an ack has to come. */
  public int roomBytes() {
    return (int) Math.max(0, credits.bytes() - inFlight.bytes());
  }

  /** Stops reading from the client, or goes on. */
  public void reading(boolean wanted) {
    out.reading(wanted);
  }

  /** Gives back what an idle session does not need. */
  public void trimToIdle() {
    inFlight.trimToIdle();
    receipts.trimToIdle();
  }

  public void close(CloseCode code) {
    open = false;
    out.close(code);
  }

  /** The connection is gone; nothing is sent any more. */
  public void closed() {
    open = false;
  }

  private void hint(long itsEpoch, long seq) {
    if (Cursor.compare(itsEpoch, seq, hintedEpoch, hintedSeq) > 0) {
      hintedEpoch = itsEpoch;
      hintedSeq = seq;
    }
    more |= open && hintedBeyondSent();
  }

  private boolean hintedBeyondSent() {
    return Cursor.compare(hintedEpoch, hintedSeq, epoch, sent) > 0;
  }

  private boolean hasRoom(int length) {
    return roomMessages() > 0 && roomBytes() >= length && out.writable();
  }

  private void writeDeliver(long itsEpoch, long seq, ByteBuf from, int index, int length) {
    ByteBuf frame = out.begin(FrameType.DELIVER, DeliverCodec.size(length));
    DeliverCodec.write(itsEpoch, seq, from, index, length, frame);
    out.end();
  }
}
