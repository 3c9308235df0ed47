package dev.letterlock.loadtest.ledger.device;

import dev.letterlock.client.AckPolicy;
import dev.letterlock.client.ClientConnection;
import dev.letterlock.client.PendingAck;
import dev.letterlock.client.SessionListener;
import dev.letterlock.client.transport.Closure;
import dev.letterlock.loadtest.ledger.Digest;
import dev.letterlock.loadtest.ledger.Entry;
import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.envelope.Envelope;
import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.GoAway;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.PreKeyBundles;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection of a life: writes down what comes before it acks it. Confined to one loop. */
final class Session implements SessionListener {

  private static final int ROSTER_MISMATCH = 0;

  private final Life life;
  private final boolean fresh;
  private final Map<Integer, MessageId> refs = new HashMap<>();
  private final ReadMarks read;
  private final PendingAck acks;
  private @Nullable ClientConnection connection;
  private boolean dropped;
  private boolean ackTimer;
  private boolean leaving;

  Session(Life life) {
    this.life = life;
    this.fresh = life.wantsFresh();
    this.acks = new PendingAck(AckPolicy.USUAL, life.memory().stored());
    this.read = new ReadMarks(life.address().user());
  }

  /** Whether it began after a drain was wished for. */
  boolean isFresh() {
    return fresh;
  }

  /** Whether it ended because its server was being stopped. */
  boolean hasMoved() {
    return leaving;
  }

  /** Hands in a message, or hands it in again, unless this session takes none. */
  void send(Entry.Submitted submitted) {
    if (connection != null && !leaving) {
      int ref = connection.nextRef();
      refs.put(ref, submitted.id());
      connection.send(life.letters().send(submitted, ref));
    }
  }

  void send(ClaimPreKeys claim) {
    if (connection != null) {
      connection.send(claim);
    }
  }

  /** Ends without a goodbye. What still arrives is not read. */
  void abort() {
    ClientConnection open = connection;
    if (open != null) {
      connection = null;
      open.abort();
    }
    dropped = true;
  }

  @Override
  public void welcomed(ClientConnection opened, Welcome welcome) {
    if (dropped || life.isOver()) {
      opened.abort();
      return;
    }
    connection = opened;
    life.memory().write(new Entry.Begun(life.address()));
    life.resubmit(this);
  }

  @Override
  public void received(ServerFrame frame) {
    if (dropped) {
      return;
    }
    switch (frame) {
      case Deliver deliver -> delivered(deliver);
      case Gap gap -> skip(gap.from(), gap.to(), gap.reason());
      case Receipt receipt -> told(receipt);
      case Accepted accepted -> accepted(accepted);
      case RosterMismatch mismatch -> {
        life.community().tally().trouble("roster mismatch", 1);
        refused(mismatch.firstRef(), mismatch.lastRef(), ROSTER_MISMATCH);
      }
      case Failure failure -> failed(failure);
      case PreKeyBundles bundles -> claimed(bundles);
      case InboxDrained _ -> life.drainedIn(this);
      case GoAway goAway -> {
        // Until then this server serves on.
        after(
            Integer.toUnsignedLong(goAway.reconnectAfterMillis()),
            () -> {
              leaving = true;
              leaveWhenAnswered();
            });
      }
      default -> {
        // KeysLow and Pong ask for nothing here.
      }
    }
  }

  @Override
  public void ended(Closure closure) {
    connection = null;
    dropped = true;
    life.over(this, closure);
  }

  private void skip(Cursor from, Cursor to, Gap.Reason reason) {
    life.memory().write(new Entry.Skipped(from, to, reason.code()));
    life.community().tally().trouble("gap " + reason, 1);
    acks.stored(to, System.nanoTime());
    ackSoon();
  }

  private void delivered(Deliver deliver) {
    Entry.Arrived arrived = arrival(deliver.cursor(), deliver.envelope());
    life.memory().write(arrived);
    if (arrived instanceof Entry.Shown) {
      life.community().deliveries().record(Letters.ageNanos(arrived.id()));
      read.shown(deliver.envelope().conversation(), arrived.sender(), arrived.time());
    } else if (arrived instanceof Entry.PutAside) {
      life.hasRejected();
    }
    life.community().tally().delivered();
    acks.stored(deliver.cursor(), System.nanoTime());
    ackSoon();
  }

  private Entry.Arrived arrival(Cursor place, Envelope envelope) {
    MessageId id = envelope.messageId();
    DeviceAddress sender = envelope.sender();
    long time = envelope.time();
    long digest = Letters.digestOf(envelope);
    if (life.memory().isRepeated(id)) {
      return new Entry.Repeated(place, id, sender, time, digest);
    }
    return life.rejects()
        ? new Entry.PutAside(place, id, sender, time, digest)
        : new Entry.Shown(place, id, sender, time, digest);
  }

  private void told(Receipt receipt) {
    for (Receipt.Entry entry : receipt.entries()) {
      life.memory()
          .write(
              new Entry.Told(
                  entry.kind().code(),
                  entry.conversation(),
                  entry.reader(),
                  entry.senderDevice(),
                  entry.upTo()));
    }
    acks.receipt(receipt.mark(), System.nanoTime());
    ackSoon();
  }

  private void accepted(Accepted accepted) {
    for (Accepted.Range range : accepted.ranges()) {
      for (int ref = range.firstRef(); ref <= range.lastRef(); ref++) {
        MessageId id = refs.remove(ref);
        if (id != null) {
          long time = range.time() + (ref - range.firstRef());
          life.memory().write(new Entry.Accepted(id, time, List.copyOf(accepted.fullOf(ref))));
          life.community().tally().accepted();
          life.community().acceptances().accepted(life.address());
        }
      }
    }
    leaveWhenAnswered();
  }

  private void leaveWhenAnswered() {
    if (leaving && refs.isEmpty() && connection != null) {
      ack();
      connection.close(CloseCode.NORMAL.code());
    }
  }

  private void failed(Failure failure) {
    ErrorCode error = failure.error();
    String name = error == null ? "code " + failure.code() : error.name();
    if (failure.firstRef() == 0) {
      life.community().tally().trouble("request refused: " + name, 1);
      life.claimDone(failure.request());
      return;
    }
    int count = failure.lastRef() - failure.firstRef() + 1;
    life.community().tally().trouble("send refused: " + name, count);
    if (failure.retryAfterMillis() == 0) {
      refused(failure.firstRef(), failure.lastRef(), failure.code());
    } else {
      for (int ref = failure.firstRef(); ref <= failure.lastRef(); ref++) {
        MessageId id = refs.remove(ref);
        if (id != null) {
          after(Integer.toUnsignedLong(failure.retryAfterMillis()), () -> again(id));
        }
      }
    }
  }

  private void again(MessageId id) {
    Entry.Submitted submitted = life.memory().unanswered(id);
    if (submitted != null) {
      send(submitted);
    }
  }

  private void refused(int firstRef, int lastRef, int code) {
    for (int ref = firstRef; ref <= lastRef; ref++) {
      MessageId id = refs.remove(ref);
      if (id != null) {
        life.memory().write(new Entry.Refused(id, code));
      }
    }
  }

  private void claimed(PreKeyBundles bundles) {
    bundles.bundles().stream()
        .filter(bundle -> bundle.hasOneTimePreKey())
        .forEach(bundle ->
            life.memory()
                .write(
                    new Entry.Claimed(
                        bundles.request(),
                        new DeviceAddress(bundles.user(), bundle.device()),
                        Digest.of(bundle.oneTimePreKey().toByteArray()))));
    life.claimDone(bundles.request());
  }

  private void ackSoon() {
    if (acks.due(System.nanoTime())) {
      ack();
    } else if (!ackTimer) {
      ackTimer = true;
      after(
          AckPolicy.USUAL.delay().toMillis(),
          () -> {
            ackTimer = false;
            ack();
          });
    }
  }

  private void ack() {
    if (connection != null && acks.pending() > 0) {
      connection.send(acks.take());
      ReadReceipt marks = read.take();
      if (marks != null) {
        connection.send(marks);
      }
    }
  }

  /** Runs on this connection, if that still stands then. */
  private void after(long millis, Runnable task) {
    var _ =
        life.loop()
            .schedule(
                () -> {
                  if (connection != null) {
                    task.run();
                  }
                },
                millis,
                TimeUnit.MILLISECONDS);
  }
}
