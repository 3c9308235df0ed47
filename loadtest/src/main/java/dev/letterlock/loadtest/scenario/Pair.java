package dev.letterlock.loadtest.scenario;

import dev.letterlock.crypto.ConversationIds;
import dev.letterlock.loadtest.peer.Flow;
import dev.letterlock.loadtest.peer.LoadRun;
import dev.letterlock.loadtest.peer.LoadSession;
import dev.letterlock.loadtest.peer.Receiver;
import dev.letterlock.loadtest.peer.Sender;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.id.ConversationId;
import java.util.List;

/** A device that sends and one that receives, on the same loop; neither is connected yet. */
record Pair(
    Sender sender, LoadSession sending, Flow flow, Receiver receiver, LoadSession receiving) {

  /**
   * Prepares a pair.
   *
   * @param index of the pair, from which its loop follows
   * @param live whether a message is in flight until it is delivered, or until it is accepted
   */
  static Pair of(Setup setup, LoadUser from, LoadUser to, int index, boolean live) {
    LoadRun run = setup.run();
    int loop = index % run.transport().loops();
    Flow flow = new Flow(to, conversation(run, from, to), live);
    Sender sender =
        new Sender(run, from.devices().getFirst(), List.of(flow), setup.options().closedWindow());
    Receiver receiver = new Receiver(run, to.devices().getFirst());
    receiver.expect(flow, sender);
    return new Pair(
        sender,
        new LoadSession(run, from.devices().getFirst(), loop, sender),
        flow,
        receiver,
        new LoadSession(run, to.devices().getFirst(), loop, receiver));
  }

  static ConversationId conversation(LoadRun run, LoadUser from, LoadUser to) {
    return ConversationId.of(
        ConversationIds.direct(run.crypto().e1(), from.id().toUuid(), to.id().toUuid()));
  }

  /** Sends, as a part of this traffic. */
  void join(Traffic traffic) {
    traffic.add(sender, sending, List.of(flow));
  }
}
