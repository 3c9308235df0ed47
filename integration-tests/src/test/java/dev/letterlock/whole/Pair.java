package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import java.util.ArrayList;
import java.util.List;

/** Alice, who does something wrong or has bad luck, and Bob, who must not notice. */
final class Pair implements AutoCloseable {
  private final RunningServer server;
  private final LoadUser alice;
  private final LoadUser bob;
  private final List<WireClient> clients = new ArrayList<>();

  /** Two new users, each with one device. */
  Pair(RunningServer server) {
    List<LoadUser> users = server.users(2, 1);
    this.server = server;
    this.alice = users.get(0);
    this.bob = users.get(1);
  }

  /** The same two on a server that was started again. */
  Pair(RunningServer restarted, Pair before) {
    this.server = restarted;
    this.alice = before.alice;
    this.bob = before.bob;
  }

  LoadUser alice() {
    return alice;
  }

  LoadUser bob() {
    return bob;
  }

  /** A message of hers to him; ref 1. */
  OutgoingSend message(long number) {
    return Messages.numbered(alice, bob, number);
  }

  /** A connection that has said nothing yet. */
  WireClient connect() {
    WireClient client = new WireClient(server.url());
    clients.add(client);
    return client;
  }

  /** A session of the user's device from the beginning of its inbox. */
  WireClient open(LoadUser user) throws InterruptedException {
    WireClient client = connect();
    client.hello(device(user), Cursor.ZERO);
    client.next(Welcome.class);
    return client;
  }

  static LoadDevice device(LoadUser user) {
    return user.devices().getFirst();
  }

  static Accepted accepted(WireClient sender, OutgoingSend send) throws InterruptedException {
    sender.send(send);
    Accepted accepted = sender.next(Accepted.class);
    assertThat(accepted.ranges().getFirst().firstRef()).isEqualTo(send.ref());
    return accepted;
  }

  /** The next answer to a Send; what else comes is passed over. */
  static ServerFrame answer(WireClient sender) throws InterruptedException {
    while (true) {
      ServerFrame frame = sender.next(ServerFrame.class);
      if (frame instanceof Accepted || frame instanceof Failure) {
        return frame;
      }
    }
  }

  /** The numbers of the messages that wait for the user's device, without places left out. */
  List<Long> inboxOf(LoadUser user) throws InterruptedException {
    WireClient reader = open(user);
    List<Long> numbers = new ArrayList<>();
    while (true) {
      switch (reader.next(ServerFrame.class)) {
        case Deliver deliver -> {
          numbers.add(Messages.numberOf(deliver.envelope()));
          assertThat(deliver.cursor().seq()).isEqualTo(numbers.size());
        }
        case InboxDrained drained -> {
          assertThat(drained.cursor().seq()).isEqualTo(numbers.size());
          return numbers;
        }
        case ServerFrame other -> throw new AssertionError(other + " (expected: messages only)");
      }
    }
  }

  @Override
  public void close() {
    clients.forEach(WireClient::close);
  }
}
