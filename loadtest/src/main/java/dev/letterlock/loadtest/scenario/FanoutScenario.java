package dev.letterlock.loadtest.scenario;

import dev.letterlock.loadtest.measure.Window;
import dev.letterlock.loadtest.peer.Connector;
import dev.letterlock.loadtest.peer.Flow;
import dev.letterlock.loadtest.peer.LoadRun;
import dev.letterlock.loadtest.peer.LoadSession;
import dev.letterlock.loadtest.peer.Receiver;
import dev.letterlock.loadtest.peer.Sender;
import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.loadtest.provision.LoadUser;
import java.util.ArrayList;
import java.util.List;

/**
 * One sender, and users with many devices: each message goes to all devices of one user, users take
 * turns. Everything lives on one loop, as the sender waits for every delivery.
 */
public final class FanoutScenario implements Scenario {

  private static final int LOOP = 0;

  @Override
  public Outcome run(Setup setup) throws InterruptedException {
    ScenarioOptions options = setup.options();
    int devices = Math.min(options.devices(), options.connections());
    int users = Math.max(1, options.connections() / devices);
    Connector.requireFiles(users * devices + 1);
    LoadUser from = setup.provisioner().provision(1, 1, options.preKeys()).getFirst();
    List<LoadUser> to = setup.provisioner().provision(users, devices, options.preKeys());
    Traffic traffic = new Traffic(setup);
    List<LoadSession> sessions = sessions(setup, traffic, from, to);
    setup.connector().connect(sessions);
    Window window = traffic.run();
    long lost = traffic.lost();
    traffic.goodbye();
    return Reports.ofMessages(
        "fanout", setup, traffic.sessions(), window, lost, window.counts().delivered(), true);
  }

  private static List<LoadSession> sessions(
      Setup setup, Traffic traffic, LoadUser from, List<LoadUser> to) {
    LoadRun run = setup.run();
    LoadDevice device = from.devices().getFirst();
    List<Flow> flows =
        to.stream().map(user -> new Flow(user, Pair.conversation(run, from, user), true)).toList();
    Sender sender = new Sender(run, device, flows, setup.options().closedWindow());
    List<LoadSession> sessions = new ArrayList<>();
    for (int i = 0; i < to.size(); i++) {
      for (LoadDevice target : to.get(i).devices()) {
        Receiver receiver = new Receiver(run, target);
        receiver.expect(flows.get(i), sender);
        LoadSession receiving = new LoadSession(run, target, LOOP, receiver);
        traffic.add(receiving);
        sessions.add(receiving);
      }
    }
    LoadSession sending = new LoadSession(run, device, LOOP, sender);
    traffic.add(sender, sending, flows);
    sessions.add(sending);
    return sessions;
  }
}
