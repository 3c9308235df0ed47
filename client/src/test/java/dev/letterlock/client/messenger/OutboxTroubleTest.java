package dev.letterlock.client.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.FrameServer;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.SentCopy;
import dev.letterlock.client.profile.StoredMessage.State;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Nothing is lost from the outbox when a step with it cannot be kept, and a person is told. */
class OutboxTroubleTest extends OutboxCase {

  @Test
  void sealsWhenThereIsRoomOnTheDiskAgain() {
    UUID note = write("to myself");
    vault.refuseWith(OutboxCase::diskFull);
    works.network().line().start();
    await().atMost(PATIENCE).until(() -> vault.refused() > 1);

    assertThat(state(note)).isEqualTo(State.WAITING);
    String said = "The key store could not be written. What is to be sent waits for that.";
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(notices).extracting(Notice::text).containsExactly(said));
    vault.refuseWith(null);

    await().atMost(PATIENCE).until(() -> state(note), State.SENT::equals);
    assertThat(isAllSent()).isTrue();
  }

  @Test
  void triesAgainWhateverElseFails() {
    UUID note = write("to myself");
    vault.refuseWith(() -> new IllegalStateException("state: odd (expected: even)"));
    works.network().line().start();
    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    vault.refuseWith(null);

    Notice told = notices.remove();
    assertThat(told.text()).contains("it waits here and is tried again");
    assertThat(told.conversation()).isEqualTo(works.tools().conversationWith(StoredProfile.USER));
    await().atMost(PATIENCE).until(() -> state(note), State.SENT::equals);
  }

  @Test
  void learnsOnceMoreThatTheServerHoldsIt() {
    UUID note = putSealed();
    vault.refuseWith(OutboxCase::diskFull);
    works.network().line().start();
    await().atMost(PATIENCE).until(() -> vault.refused() > 1);

    assertThat(state(note)).isEqualTo(State.WAITING);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(notices).hasSize(1));
    vault.refuseWith(null);

    await().atMost(PATIENCE).until(() -> state(note), State.SENT::equals);
    await().atMost(PATIENCE).until(() -> isAllSent());
  }

  @Test
  void sealsAnewWhatWasRefusedWhileTheDiskWasFull() {
    UUID note = putSealed();
    server.misbehave(FrameServer.Fault.MUTE);
    works.network().line().start();
    await().atMost(PATIENCE).until(() -> server.unheard() > 0);
    vault.refuseWith(OutboxCase::diskFull);
    RosterMismatch mismatch = new RosterMismatch(1, 1, 1, 1, List.of());
    works.desk().execute(() -> works.talk().postbox().mismatched(mismatch));
    await().atMost(PATIENCE).until(() -> vault.refused() > 0);

    assertThat(isAllSent()).isFalse();
    vault.refuseWith(null);
    server.misbehave(FrameServer.Fault.NONE);

    await().atMost(PATIENCE).until(() -> state(note), State.SENT::equals);
  }

  @Test
  void learnsOfAllOnceMoreWhenOneOfThemCannotBeRead() {
    UUID one = write("one");
    UUID two = write("two");
    sealAll();
    server.misbehave(FrameServer.Fault.MUTE);
    works.network().line().start();
    await().atMost(PATIENCE).until(() -> server.unheard() > 1);
    Accepted both = new Accepted(List.of(new Accepted.Range(1, 2, 1)), List.of());
    works
        .desk()
        .call(() -> {
          vault.hideWith(OutboxCase::diskFull);
          works.talk().postbox().accepted(both);
          vault.hideWith(null);
          return true;
        });
    assertThat(isAllSent()).isFalse();
    server.misbehave(FrameServer.Fault.NONE);

    await().atMost(PATIENCE).until(() -> state(one), State.SENT::equals);
    await().atMost(PATIENCE).until(() -> state(two), State.SENT::equals);
    await().atMost(PATIENCE).until(() -> isAllSent());
  }

  @Test
  void forgetsCopiesThatNobodyCanAskForWhileItRuns() {
    UUID note = putSealed();
    server.misbehave(FrameServer.Fault.MUTE);
    works.network().line().start();
    await().atMost(PATIENCE).until(() -> server.unheard() > 0);
    UUID old = UUID.fromString("0180a000-0000-7000-8000-00000000000c");
    try (Transaction step = new Transaction(vault)) {
      Draft draft = new Draft(old, BOB, BOB, false, List.of(), Octets.of(new byte[1]));
      new Sends(step).keepCopy(new SentCopy(draft, Map.of()));
      step.commit();
    }
    Accepted accepted = new Accepted(List.of(new Accepted.Range(1, 1, 1)), List.of());
    works.desk().execute(() -> works.talk().postbox().accepted(accepted));

    await().atMost(PATIENCE).until(() -> state(note), State.SENT::equals);
    try (Transaction step = new Transaction(vault)) {
      assertThat(new Sends(step).copy(old)).isEmpty();
    }
  }

  @Test
  void tellsWhoseInboxHadNoRoom() {
    meetBob();
    UUID message = write(BOB, "to bob");
    sealAll();
    server.misbehave(FrameServer.Fault.MUTE);
    works.network().line().start();
    await().atMost(PATIENCE).until(() -> server.unheard() > 0);
    Accepted.FullInbox full = new Accepted.FullInbox(1, BOBS_PHONE);
    Accepted accepted = new Accepted(List.of(new Accepted.Range(1, 1, 1)), List.of(full));
    works.desk().execute(() -> works.talk().postbox().accepted(accepted));

    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    Notice told = notices.remove();
    assertThat(told.text()).startsWith("Device 7 of bob has no room left at the server");
    assertThat(told.conversation()).isEqualTo(works.tools().conversationWith(BOB));
    assertThat(state(message)).isEqualTo(State.SENT);
  }
}
