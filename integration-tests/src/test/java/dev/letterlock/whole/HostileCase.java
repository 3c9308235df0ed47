package dev.letterlock.whole;

import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.DeviceRequest;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.MessengerSettings;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.primitive.Octets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Alice, to whom the server lies when it is told to, and Bob, to whom it does not. */
abstract class HostileCase {
  static final Duration PATIENCE = Duration.ofSeconds(40);
  static final MessengerListener NOBODY = new MessengerListener() {};

  @TempDir Path folder;
  final Ear ear = new Ear();
  final Ear bobsEar = new Ear();
  RunningServer server;
  Meddler meddler;
  Messenger alice;
  Messenger bob;

  @BeforeEach
  void begin() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    meddler = new Meddler(server.url());
    alice = Profiles.signUp(meddler.url(), folder.resolve("alice"), "alice", ear);
    bob = Profiles.signUp(server.url(), folder.resolve("bob"), "bob", bobsEar);
    alice.start();
    bob.start();
  }

  @AfterEach
  void end() throws Exception {
    alice.close();
    bob.close();
    meddler.close();
    server.close();
  }

  /** Alice writes, and Bob reads it. */
  final void sends(String text) {
    alice.conversationWith("bob").send(text);
    await(text).atMost(PATIENCE).until(() -> Chats.texts(bob, "alice").contains(text));
  }

  /** Bob writes. */
  final void says(String text) {
    bob.conversationWith("alice").send(text);
  }

  /** The next message to Alice comes to her changed. */
  final void changeOnce(UnaryOperator<DeliverBytes> change) {
    AtomicInteger count = new AtomicInteger();
    meddler.frame(frame ->
        DeliverBytes.is(frame) && count.getAndIncrement() == 0
            ? change.apply(DeliverBytes.of(frame)).frame()
            : frame);
  }

  /** How far each message of the conversation has come, as Alice sees it. */
  final List<Status> statuses() {
    return alice.conversationWith("bob").messages().stream().map(Message::status).toList();
  }

  /** With the password alone: another device, under another account key. */
  final Messenger bobBeginsAnew() {
    AtomicReference<String> list = new AtomicReference<>("");
    meddler.answer((path, body) -> {
      list.set(ListAnswer.isOf("bob", body) ? body : list.get());
      return body;
    });
    alice.devices("bob");
    MessengerSettings settings = Profiles.settings(server.url(), folder.resolve("anew"));
    try (DeviceRequest request = Messenger.requestDevice(settings, "bob", Profiles.PASSWORD)) {
      Impostor himself = new Impostor(People.E1_SUITE);
      request.complete(
          himself.beginAnew(Objects.requireNonNull(list.get()), request.certificate()));
    }
    return Messenger.open(settings, new MessengerListener() {});
  }

  /** What Alice keeps, read that way, once nothing is on its way any more. */
  final Map<RecordKey, Octets> settled(Callable<Map<RecordKey, Octets>> contents) {
    AtomicReference<Map<RecordKey, Octets>> last = new AtomicReference<>(Map.of());
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> {
          Map<RecordKey, Octets> now = contents.call();
          return alice.isAllSent() && now.equals(last.getAndSet(now));
        });
    return Objects.requireNonNull(last.get());
  }
}
