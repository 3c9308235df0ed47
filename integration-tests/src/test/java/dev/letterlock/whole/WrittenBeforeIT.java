package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.Notice.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** R4: what Alice wrote for Bob goes to no other Bob by itself, though she never compared keys. */
class WrittenBeforeIT extends HostileCase {
  private static final String WAITS = "has changed since a message was written";

  @BeforeEach
  void talk() {
    sends("hello");
  }

  @Test
  void waitsForAWordWhenTheServerAnswersWithAnotherIdentity() {
    try (Messenger anew = bobBeginsAnew()) {
      anew.start();
      alice.conversationWith("bob").send("for the bob of before");
      ear.awaits(Kind.KEY_CHANGED, "What was written before and has not been sent waits");
      ear.awaits(Kind.AWAITS_WORD, WAITS);
      assertThat(statuses().getLast()).isEqualTo(Status.WAITING);
      assertThat(Chats.texts(anew, "alice")).isEmpty();

      alice.acceptNewKey("bob", alice.safetyNumber("bob"));

      awaitTexts(anew, "for the bob of before");
      alice.conversationWith("bob").send("and on");
      awaitTexts(anew, "for the bob of before", "and on");
    }
  }

  @Test
  void goesBackToTheIdentityThatItWasWrittenForEvenAfterARestart() throws Exception {
    alice.close();
    alice = Messenger.open(Profiles.settings(meddler.url(), folder.resolve("alice")), ear);
    alice.conversationWith("bob").send("typed offline");
    alice.conversationWith("bob").send("and another");
    Impostor impostor = new Impostor(People.E1_SUITE);
    meddler.answer((path, body) -> ListAnswer.isOf("bob", body) ? impostor.instead(body) : body);
    assertThat(alice.devices("bob")).hasSize(1);
    alice.start();
    ear.awaits(Kind.AWAITS_WORD, "rejecting it goes back to the old one");
    alice.close();
    alice = Messenger.open(Profiles.settings(meddler.url(), folder.resolve("alice")), ear);
    alice.start();
    await().atMost(PATIENCE).until(() -> ear.count(WAITS) == 2);
    assertThat(statuses().subList(1, 3)).containsOnly(Status.WAITING);

    alice.rejectNewKey("bob", alice.safetyNumber("bob"));

    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(Chats.texts(bob, "alice"))
                .containsExactly("hello", "typed offline", "and another"));
  }

  @Test
  void sendsWhatIsWrittenAfterTheChangeToTheNewIdentity() {
    try (Messenger anew = bobBeginsAnew()) {
      anew.start();
      assertThat(alice.devices("bob")).hasSize(1);
      ear.awaits(Kind.KEY_CHANGED, "The identity key of bob has changed.");

      alice.conversationWith("bob").send("for whoever is bob now");

      awaitTexts(anew, "for whoever is bob now");
      assertThat(ear.heard(WAITS)).isFalse();
    }
  }

  private static void awaitTexts(Messenger reader, String... texts) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(Chats.texts(reader, "alice")).containsExactly(texts));
  }
}
