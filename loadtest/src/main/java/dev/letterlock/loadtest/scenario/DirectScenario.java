package dev.letterlock.loadtest.scenario;

import dev.letterlock.crypto.ConversationIds;
import dev.letterlock.loadtest.measure.Window;
import dev.letterlock.loadtest.peer.Connector;
import dev.letterlock.loadtest.peer.Flow;
import dev.letterlock.loadtest.peer.LoadRun;
import dev.letterlock.loadtest.peer.LoadSession;
import dev.letterlock.loadtest.peer.Receiver;
import dev.letterlock.loadtest.peer.Sender;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.id.ConversationId;
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
      pair(setup, traffic, sessions, users.get(2 * i), users.get(2 * i + 1), i);
    }
    setup.connector().connect(sessions);
    Window window = traffic.run();
    long lost = traffic.lost();
    traffic.goodbye();
    return Reports.ofMessages(
        "direct", setup, traffic.sessions(), window, lost, window.counts().delivered(), true);
  }

  private static void pair(
      Setup setup,
      Traffic traffic,
      List<LoadSession> sessions,
      LoadUser from,
      LoadUser to,
      int index) {
    LoadRun run = setup.run();
    int loop = index % run.transport().loops();
    Flow flow = new Flow(to, conversation(run, from, to), true);
    Sender sender =
        new Sender(run, from.devices().getFirst(), List.of(flow), setup.options().closedWindow());
    Receiver receiver = new Receiver(run, to.devices().getFirst());
    receiver.expect(flow, sender);
    LoadSession receiving = new LoadSession(run, to.devices().getFirst(), loop, receiver);
    LoadSession sending = new LoadSession(run, from.devices().getFirst(), loop, sender);
    traffic.add(receiving);
    traffic.add(sender, sending, List.of(flow));
    sessions.add(receiving);
    sessions.add(sending);
  }

  static ConversationId conversation(LoadRun run, LoadUser from, LoadUser to) {
    return ConversationId.of(
        ConversationIds.direct(run.crypto().e1(), from.id().toUuid(), to.id().toUuid()));
  }
}
