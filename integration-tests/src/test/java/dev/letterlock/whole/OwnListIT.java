package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Group;
import dev.letterlock.client.messenger.KnownDevice;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account's first device changes its list: devices go, the account key is renewed. */
class OwnListIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final MessengerListener NOBODY = new MessengerListener() {};

  @TempDir Path folder;
  private final Ear alicesEar = new Ear();
  private final Ear laptopsEar = new Ear();
  private RunningServer server;
  private Meddler meddler;
  private Messenger alice;
  private Messenger bob;
  private Messenger laptop;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    meddler = new Meddler(server.url());
    alice = Profiles.signUp(server.url(), folder.resolve("alice"), "alice", alicesEar);
    bob = Profiles.signUp(meddler.url(), folder.resolve("bob"), "bob", NOBODY);
    laptop = Profiles.join(server.url(), folder.resolve("laptop"), bob, laptopsEar);
    List.of(alice, bob, laptop).forEach(Messenger::start);
  }

  @AfterEach
  void stop() throws Exception {
    List.of(alice, bob, laptop).forEach(Messenger::close);
    meddler.close();
    server.close();
  }

  @Test
  void aRemovedDeviceIsSignedOutAndReadsNothingMore() {
    Group group = alice.createGroup("supper", List.of("bob"));
    alice.conversationWith("bob").send("both");
    group.conversation().send("all");
    awaitTexts(laptop, "both");
    await().atMost(PATIENCE).until(() -> Chats.group(laptop, "supper").isPresent());

    bob.account().removeDevice(numberOfLaptop());

    await().atMost(PATIENCE).until(() -> laptopsEar.stopped().contains("removed"));
    alice.conversationWith("bob").send("one");
    group.conversation().send("fewer");
    awaitTexts(bob, "both", "one");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(Chats.texts(Chats.group(bob, "supper").orElseThrow()))
                .containsExactly("all", "fewer"));
    alicesEar.awaits(Kind.DEVICES_CHANGED, "bob changed devices: 0 added, 1 removed.");
    assertThat(Chats.texts(laptop, "alice")).containsExactly("both");
    assertThat(bob.devices("bob")).hasSize(1);
  }

  @Test
  void aRemovalWhoseAnswerGotLostIsFinishedBySayingItAgain() {
    int number = numberOfLaptop();
    AtomicInteger lost = new AtomicInteger();
    meddler.answer((path, body) ->
        path.endsWith("/devices/" + number) && lost.getAndIncrement() == 0 ? "" : body);

    assertThatThrownBy(() -> bob.account().removeDevice(number))
        .isInstanceOf(MessengerException.class);
    bob.account().removeDevice(number);

    assertThat(lost).hasValue(2);
    assertThat(bob.devices("bob")).hasSize(1);
  }

  @Test
  void onlyTheFirstDeviceRemovesAndNeverItself() {
    assertThatThrownBy(() -> laptop.account().removeDevice(1))
        .hasMessageStartingWith("Only a device that holds the account's key can do that");
    assertThatThrownBy(() -> bob.account().removeDevice(1))
        .hasMessage("This device cannot remove itself: it holds the key that signs the list.");
    assertThatThrownBy(() -> bob.account().removeDevice(77)).hasMessageContaining("device");
    assertThat(bob.devices("bob")).hasSize(2);
  }

  /** The answer to the first renewal gets lost: the second one goes on from the new key. */
  @Test
  void aRenewedKeyKeepsWhatWasVerified() {
    alice.markVerified("bob", alice.safetyNumber("bob"));
    String before = alice.safetyNumber("bob");
    AtomicInteger lost = new AtomicInteger();
    meddler.answer(
        (path, body) -> path.endsWith("/v1/list") && lost.getAndIncrement() == 0 ? "" : body);

    assertThatThrownBy(() -> bob.account().renewKey()).isInstanceOf(MessengerException.class);
    bob.account().renewKey();
    bob.conversationWith("alice").send("under a new key");

    awaitTexts(alice, "under a new key");
    assertThat(alice.devices("bob")).extracting(KnownDevice::owner).containsOnly("bob");
    alicesEar.awaits(Kind.REMARK, "bob has a new identity key, signed by the old.");
    assertThat(alice.isVerified("bob")).isTrue();
    assertThat(alice.safetyNumber("bob")).isNotEqualTo(before);
    bob.account().removeDevice(numberOfLaptop());
    assertThat(bob.devices("bob")).hasSize(1);
  }

  private int numberOfLaptop() {
    return bob.devices("bob").stream()
        .filter(device -> !device.thisOne())
        .findFirst()
        .orElseThrow()
        .number();
  }

  private void awaitTexts(Messenger reader, String... texts) {
    String peer = reader.equals(alice) ? "bob" : "alice";
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(Chats.texts(reader, peer)).containsExactly(texts));
  }
}
