package dev.letterlock.loadtest.peer;

import dev.letterlock.crypto.PayloadHash;
import dev.letterlock.crypto.primitive.CryptoException;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.PreKeyBundles;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.RequestId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A device that sends into one or more flows in turn. First it claims and verifies the pre-keys of
 * every recipient. In closed loop a message that has landed makes room for the next; in open loop
 * messages come by the clock and queue up here when the server is slow, with the time at which they
 * should have left. Confined to one loop.
 */
public final class Sender implements LoadSession.Role {

  private static final int MOST_IN_FLIGHT = 256;
  private static final int PAUSE_MILLIS = 100;
  private static final long VERSION_7 = 0x7000;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long FIRST_LIST = 1;

  private final LoadRun run;
  private final LoadDevice device;
  private final List<Flow> flows;
  private final Content content;
  private final Flights flights;
  private final Queue<Long> backlog = new ArrayDeque<>();
  private final CompletableFuture<Void> agreed = new CompletableFuture<>();
  private final boolean closedLoop;
  private @Nullable LoadSession session;
  private int agreedFlows;
  private int unanswered;

  /**
   * Prepares a sender.
   *
   * @param window messages in flight in closed loop; 0 for open loop
   */
  public Sender(LoadRun run, LoadDevice device, List<Flow> flows, int window) {
    this.run = run;
    this.device = device;
    this.flows = List.copyOf(flows);
    this.content = run.content();
    this.closedLoop = window > 0;
    this.flights = new Flights(window > 0 ? window : MOST_IN_FLIGHT);
  }

  /** The session that this is the role of; before it connects. */
  public void in(LoadSession own) {
    session = own;
  }

  public LoadDevice device() {
    return device;
  }

  /** Completed when keys are agreed with every recipient device. */
  public CompletableFuture<Void> agreed() {
    return agreed;
  }

  /** Puts so many messages in flight. */
  public void begin(int messages) {
    for (int i = 0; i < messages; i++) {
      sendNow(System.nanoTime());
    }
  }

  /** A message should leave now; {@code intended} is when it should have left. */
  public void offer(long intended) {
    if (!backlog.isEmpty() || !hasRoom()) {
      backlog.add(intended);
    } else {
      sendNow(intended);
    }
  }

  /** Messages handed in and not yet answered and delivered. */
  public int inFlight() {
    return flights.inFlight();
  }

  /** Messages that should have left and could not. */
  public int behind() {
    return backlog.size();
  }

  @Override
  public void opened(Welcome welcome) {
    claimNext();
  }

  @Override
  public void answered(ServerFrame frame) {
    switch (frame) {
      case Accepted accepted -> accepted(accepted);
      case PreKeyBundles bundles -> agree(bundles);
      case Failure failure when failure.firstRef() == 0 -> agreeUnasked(failure);
      case Failure failure -> refused(failure.firstRef(), failure.lastRef(), nameOf(failure));
      case RosterMismatch mismatch ->
          refused(mismatch.firstRef(), mismatch.lastRef(), "roster mismatch");
      default -> {
        // Pong, KeysLow and InboxDrained ask for nothing here.
      }
    }
  }

  /** A recipient device has this message. */
  void arrived(int ref) {
    if (flights.landed(ref)) {
      next();
    }
  }

  private void claimNext() {
    if (agreedFlows == flows.size()) {
      agreed.complete(null);
      return;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    own()
        .send(
            new ClaimPreKeys(
                new RequestId(random.nextLong(), random.nextLong()),
                flows.get(agreedFlows).recipient().id(),
                List.of()));
  }

  private void agree(PreKeyBundles bundles) {
    try {
      flows.get(agreedFlows).agree(run.crypto(), device, bundles.bundles());
    } catch (CryptoException | IllegalStateException e) {
      agreed.completeExceptionally(e);
      return;
    }
    agreedFlows++;
    claimNext();
  }

  private void agreeUnasked(Failure failure) {
    if (agreedFlows < flows.size()) {
      run.tally().trouble("pre-key claim refused: " + nameOf(failure), 1);
      flows.get(agreedFlows).agreeUnasked(run.crypto(), device);
      agreedFlows++;
      claimNext();
    }
  }

  private void accepted(Accepted accepted) {
    long now = System.nanoTime();
    for (Accepted.Range range : accepted.ranges()) {
      for (int ref = range.firstRef(); ref <= range.lastRef(); ref++) {
        accepted(ref, fullInboxes(accepted, ref), now);
      }
    }
  }

  private void accepted(int ref, int fullInboxes, long now) {
    unanswered--;
    run.tally().accepted();
    run.acceptedTimes().record(now - flights.intended(ref));
    flowOf(ref).accepted(fullInboxes);
    for (int i = 0; i < fullInboxes; i++) {
      run.tally().trouble("inbox full", 1);
      arrived(ref);
    }
    if (flights.landed(ref)) {
      next();
    }
  }

  private static int fullInboxes(Accepted accepted, int ref) {
    return accepted.full().isEmpty()
        ? 0
        : (int) accepted.full().stream().filter(full -> full.ref() == ref).count();
  }

  private void refused(int firstRef, int lastRef, String why) {
    int count = lastRef - firstRef + 1;
    run.tally().trouble("send refused: " + why, count);
    for (int ref = firstRef; ref <= lastRef; ref++) {
      flights.abandon(ref);
    }
    unanswered -= count;
    var _ =
        own()
            .loop()
            .schedule(
                () -> {
                  for (int i = 0; i < count; i++) {
                    next();
                  }
                },
                PAUSE_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  private void next() {
    if (run.stopped()) {
      return;
    }
    if (closedLoop) {
      sendNow(System.nanoTime());
      return;
    }
    while (!backlog.isEmpty() && hasRoom()) {
      sendNow(backlog.remove());
    }
  }

  private boolean hasRoom() {
    return unanswered < MOST_IN_FLIGHT && flights.hasRoom(own().nextRef());
  }

  private void sendNow(long intended) {
    LoadSession open = own();
    if (run.stopped() || !open.isOpen()) {
      return;
    }
    int ref = open.nextRef();
    Flow flow = flowOf(ref);
    flights.begin(ref, intended, flow.eventsPerMessage());
    unanswered++;
    run.tally().sent();
    open.send(message(flow, ref, intended));
  }

  private OutgoingSend message(Flow flow, int ref, long intended) {
    try (SecretBytes cek = run.crypto().slices().newKey()) {
      byte[] plain = content.of(flow.takeSeq(), ref, intended);
      byte[] slice = run.crypto().slices().seal(cek, plain, run.paddedSize());
      return new OutgoingSend(
          ref,
          MessageClass.NORMAL,
          false,
          freshId(),
          flow.recipient().id(),
          flow.conversation(),
          0,
          FIRST_LIST,
          FIRST_LIST,
          null,
          OpaqueBytes.wrap(slice),
          flow.wrap(PayloadHash.of(run.crypto().e1(), slice), cek));
    }
  }

  /** Flows take turns, so that a ref names its flow. */
  private Flow flowOf(int ref) {
    return flows.get(Integer.remainderUnsigned(ref, flows.size()));
  }

  private static MessageId freshId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (System.currentTimeMillis() << 16) | VERSION_7 | random.nextInt(1 << 12);
    return new MessageId(high, VARIANT | (random.nextLong() >>> 2));
  }

  private static String nameOf(Failure failure) {
    ErrorCode error = failure.error();
    return error == null ? "code " + failure.code() : error.name();
  }

  private LoadSession own() {
    LoadSession current = session;
    if (current == null) {
      throw new IllegalStateException("session: none (expected: set before the run)");
    }
    return current;
  }
}
