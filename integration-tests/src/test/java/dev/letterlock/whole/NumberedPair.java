package dev.letterlock.whole;

import dev.letterlock.client.AckPolicy;
import dev.letterlock.client.Backoff;
import dev.letterlock.client.DeviceInbox;
import dev.letterlock.client.DeviceSession;
import dev.letterlock.client.SendResult;
import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.id.Cursor;
import java.time.Duration;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One device that sends numbered messages to another, so many unanswered at a time, through every
 * end of the server: both resume by themselves and the sender resubmits. What is counted is written
 * on the transport's loop and read from any thread.
 */
final class NumberedPair {
  private static final int WINDOW = 16;

  private final LoadUser from;
  private final LoadUser to;
  private final DeviceSession sender;
  private final DeviceSession receiver;
  private final BitSet acceptedNumbers = new BitSet();
  private final BitSet shownNumbers = new BitSet();
  private final AtomicLong handedIn = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong shown = new AtomicLong();
  private final AtomicInteger shownTwice = new AtomicInteger();
  private final AtomicInteger outOfOrder = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger gaps = new AtomicInteger();
  private final AtomicInteger attempts = new AtomicInteger();
  private long lastShown = -1;
  private volatile boolean ending;

  NumberedPair(ClientTransport transport, ServerUrl url, LoadUser from, LoadUser to) {
    this.from = from;
    this.to = to;
    this.sender = session(transport, url, from, deliver -> {});
    this.receiver = session(transport, url, to, new Shown());
  }

  void start() {
    start(WINDOW);
  }

  /** Begins with so many unanswered messages at a time. */
  void start(int window) {
    receiver.start();
    sender.start();
    for (int i = 0; i < window; i++) {
      handInNext();
    }
  }

  /** No new message from now on. */
  void endOfMessages() {
    ending = true;
  }

  /** Every message is answered, and every accepted one shown or, at least, not yet missed. */
  boolean atRest() {
    return answered.get() == handedIn.get() && lost() == 0;
  }

  long handedIn() {
    return handedIn.get();
  }

  long accepted() {
    synchronized (acceptedNumbers) {
      return acceptedNumbers.cardinality();
    }
  }

  long shown() {
    return shown.get();
  }

  long lost() {
    synchronized (acceptedNumbers) {
      BitSet missing = (BitSet) acceptedNumbers.clone();
      missing.andNot(shownNumbers);
      return missing.cardinality();
    }
  }

  long shownTwice() {
    return shownTwice.get();
  }

  long outOfOrder() {
    return outOfOrder.get();
  }

  long refused() {
    return refused.get();
  }

  long gaps() {
    return gaps.get();
  }

  /** How often either device tried to connect. */
  long attempts() {
    return attempts.get();
  }

  private void handInNext() {
    long number = handedIn.getAndIncrement();
    var _ =
        sender
            .send(Messages.numbered(from, to, number))
            .thenAccept(result -> answered(number, result));
  }

  private void answered(long number, SendResult result) {
    switch (result) {
      case SendResult.Stored stored when stored.full().isEmpty() -> {
        synchronized (acceptedNumbers) {
          acceptedNumbers.set((int) number);
        }
      }
      case SendResult.Stored _, SendResult.Mismatched _, SendResult.Refused _ ->
          refused.incrementAndGet();
      case SendResult.Unanswered _ -> {
        return;
      }
    }
    if (!ending) {
      handInNext();
    }
    answered.incrementAndGet();
  }

  private DeviceSession session(
      ClientTransport transport, ServerUrl url, LoadUser user, DeviceInbox inbox) {
    LoadDevice device = user.devices().getFirst();
    return new DeviceSession(
        transport,
        new DeviceSession.Settings(url, device.address().device(), AckPolicy.USUAL, 0),
        () -> {
          attempts.incrementAndGet();
          return device.token();
        },
        Cursor.ZERO,
        inbox,
        new Backoff(Duration.ofMillis(50), Duration.ofMillis(400), new Random()));
  }

  /** What the receiver shows its user. */
  private final class Shown implements DeviceInbox {
    @Override
    public void delivered(Deliver deliver) {
      long number = Messages.numberOf(deliver.envelope());
      synchronized (acceptedNumbers) {
        if (shownNumbers.get((int) number)) {
          shownTwice.incrementAndGet();
        }
        shownNumbers.set((int) number);
      }
      if (number < lastShown) {
        outOfOrder.incrementAndGet();
      }
      lastShown = number;
      shown.incrementAndGet();
    }

    @Override
    public void gap(Gap gap) {
      gaps.incrementAndGet();
    }
  }
}
