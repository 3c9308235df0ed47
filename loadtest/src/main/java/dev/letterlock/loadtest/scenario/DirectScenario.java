package dev.letterlock.loadtest.scenario;

import dev.letterlock.loadtest.measure.Window;
import dev.letterlock.loadtest.peer.Connector;
import dev.letterlock.loadtest.peer.LoadSession;
import dev.letterlock.loadtest.provision.LoadUser;
import java.util.ArrayList;
import java.util.List;

/** Pairs of devices, one way: a message is in flight until it is accepted and delivered. */
public final class DirectScenario implements Scenario {

  @Override
  public Outcome run(Setup setup) throws InterruptedException {
    int pairs = Math.max(1, setup.options().connections() / 2);
    Connector.requireFiles(2 * pairs);
    List<LoadUser> users = setup.provisioner().provision(2 * pairs, 1, setup.options().preKeys());
    Traffic traffic = new Traffic(setup);
    List<LoadSession> sessions = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      Pair pair = Pair.of(setup, users.get(2 * i), users.get(2 * i + 1), i, true);
      traffic.add(pair.receiving());
      pair.join(traffic);
      sessions.add(pair.receiving());
      sessions.add(pair.sending());
    }
    setup.connector().connect(sessions);
    Window window = traffic.run();
    long lost = traffic.lost();
    traffic.goodbye();
    return Reports.ofMessages(
        "direct", setup, traffic.sessions(), window, lost, window.counts().delivered(), true);
  }
}
