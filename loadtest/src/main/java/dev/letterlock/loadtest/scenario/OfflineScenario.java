package dev.letterlock.loadtest.scenario;

import dev.letterlock.loadtest.measure.Progress;
import dev.letterlock.loadtest.measure.Window;
import dev.letterlock.loadtest.peer.Connector;
import dev.letterlock.loadtest.peer.LoadSession;
import dev.letterlock.loadtest.peer.Receiver;
import dev.letterlock.loadtest.provision.LoadUser;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Messages for devices that are not connected. Storing them is what is measured; then the devices
 * connect, everything is delivered, and every message is verified.
 */
public final class OfflineScenario implements Scenario {

  private static final int DRAIN_MINUTES = 10;

  @Override
  public Outcome run(Setup setup) throws InterruptedException {
    int pairs = Math.max(1, setup.options().connections() / 2);
    Connector.requireFiles(2 * pairs);
    List<LoadUser> users = setup.provisioner().provision(2 * pairs, 1, setup.options().preKeys());
    Traffic traffic = new Traffic(setup);
    List<LoadSession> sending = new ArrayList<>();
    List<LoadSession> receiving = new ArrayList<>();
    List<Receiver> receivers = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      Pair pair = Pair.of(setup, users.get(2 * i), users.get(2 * i + 1), i, false);
      pair.join(traffic);
      sending.add(pair.sending());
      receivers.add(pair.receiver());
      receiving.add(pair.receiving());
    }
    setup.connector().connect(sending);
    Window window = traffic.run();
    if (!setup.run().leaving()) { // else it takes no more connections
      receiving.forEach(traffic::add);
      drain(setup, receiving, receivers);
    }
    long lost = traffic.lost();
    traffic.goodbye();
    return Reports.ofMessages(
        "offline", setup, traffic.sessions(), window, lost, window.counts().accepted(), false);
  }

  private static void drain(Setup setup, List<LoadSession> sessions, List<Receiver> receivers)
      throws InterruptedException {
    setup.connector().connect(sessions);
    Progress progress = setup.progress();
    long stored = setup.run().tally().counts().accepted();
    progress.begin("delivering what was stored", stored);
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(DRAIN_MINUTES);
    while (!receivers.stream().allMatch(Receiver::drained)
        && !sessions.stream().allMatch(session -> session.ended().isDone())
        && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(50);
      progress.done(setup.run().tally().counts().delivered());
    }
    progress.end();
  }
}
