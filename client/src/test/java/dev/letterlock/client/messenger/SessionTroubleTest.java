package dev.letterlock.client.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.FrameServer;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.StoredMessage.State;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a session does when something cannot be stored or sent just now, and when it ends. */
class SessionTroubleTest extends OutboxCase {

  private static final UUID CONVERSATION = UUID.fromString("0190a000-0000-8000-8000-0000000000cc");
  private static final DeviceAddress HERE =
      new DeviceAddress(UserId.of(StoredProfile.USER), StoredProfile.DEVICE);

  private final List<Boolean> connections = new CopyOnWriteArrayList<>();

  @Override
  public void connection(boolean online) {
    connections.add(online);
  }

  /** Or the ack of a later one would confirm it too. */
  @Test
  void hearsAReceiptAgainThatCouldNotBeStored() {
    talkWithBob();
    works.network().line().start();
    await().atMost(PATIENCE).until(() -> sessions() == 1);
    vault.refuseWith(OutboxCase::diskFull);

    works.network().switchboard().heard(receipt(), () -> {});

    await().atMost(PATIENCE).until(() -> connections.contains(false));
    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    assertThat(notices.remove().text()).endsWith("What comes waits at the server for that.");
    vault.refuseWith(null);
    await().atMost(PATIENCE).until(() -> sessions() > 1);
    assertThat(notices).isEmpty();
  }

  @Test
  void acksWhatIsStoredBeforeItSaysGoodbye() {
    write("to myself");
    sealAll(StoredProfile.DEVICE);
    works.network().line().start();
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(PATIENCE)
        .until(() -> !notices.isEmpty());

    works.close();

    await().atMost(PATIENCE).until(() -> server.acked(HERE) == 1);
    works = works();
  }

  @Test
  void holdsUpOneConversationOnlyForAFullInbox() {
    meetBob();
    UUID first = write(BOB, "one");
    UUID second = write(BOB, "two");
    muteAfterSealing(2);
    Failure full = Failure.ofSends(ErrorCode.INBOX_FULL, 1, 2, 10_000);
    works.desk().execute(() -> works.talk().postbox().refused(full));
    UUID note = write("to myself");

    await().atMost(PATIENCE).until(() -> state(note), State.SENT::equals);
    assertThat(List.of(state(first), state(second))).containsOnly(State.WAITING);
    assertThat(isAllSent()).isFalse();

    await().atMost(PATIENCE).until(() -> state(first), State.SENT::equals);
    await().atMost(PATIENCE).until(() -> state(second), State.SENT::equals);
    assertThat(server.stored(new DeviceAddress(UserId.of(BOB), OTHER_DEVICE))).isEqualTo(2);
  }

  @Test
  void asksForNothingBeforeTheLongerOfTwoPausesIsOver() throws InterruptedException {
    UUID one = write("one");
    UUID two = write("two");
    muteAfterSealing(2);
    works
        .desk()
        .call(() -> {
          works.talk().postbox().refused(refusal(ErrorCode.RATE_LIMITED, 1, 60_000));
          works.talk().postbox().refused(refusal(ErrorCode.RATE_LIMITED, 2, 1));
          return true;
        });
    UUID three = write("three");
    CountDownLatch later = new CountDownLatch(1);
    works.desk().after(Duration.ofMillis(200), later::countDown);
    assertThat(later.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    assertThat(List.of(state(one), state(two), state(three))).containsOnly(State.WAITING);

    works.network().line().breakOff();
    await()
        .atMost(PATIENCE)
        .until(
            () -> List.of(state(one), state(two), state(three)),
            List.of(State.SENT, State.SENT, State.SENT)::equals);
  }

  /** What was written is on its way when this returns, and will not be answered. */
  private void muteAfterSealing(int messages) {
    sealAll();
    server.misbehave(FrameServer.Fault.MUTE);
    works.network().line().start();
    await().atMost(PATIENCE).until(() -> server.unheard() > messages);
    server.misbehave(FrameServer.Fault.NONE);
  }

  private static Failure refusal(ErrorCode error, int ref, int retryAfterMillis) {
    return Failure.ofSends(error, ref, ref, retryAfterMillis);
  }

  private void talkWithBob() {
    try (Transaction step = works.tools().begin()) {
      new Conversations(step).put(StoredConversation.fresh(CONVERSATION, false, BOB, "bob"));
      step.commit();
    }
  }

  private static Receipt receipt() {
    return new Receipt(
        7,
        List.of(
            new Receipt.Entry(
                Receipt.Kind.DELIVERED,
                ConversationId.of(CONVERSATION),
                UserId.of(BOB),
                StoredProfile.DEVICE,
                5)));
  }

  private int sessions() {
    return Collections.frequency(connections, true);
  }
}
