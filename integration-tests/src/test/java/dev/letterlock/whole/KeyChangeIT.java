package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Accidents;
import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Group;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.Notice.Kind;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Somebody takes Bob's place with an account key of his own, before and after it was compared, or
 * Bob himself begins anew.
 */
class KeyChangeIT extends HostileCase {
  private static final byte FAILURE = 0x4c;
  private static final String KEPT = "A message came and is kept unopened.";
  private static final String ANOTHER = "is not the one that you saw";

  private volatile UnaryOperator<String> shown = body -> body;

  @BeforeEach
  void talk() {
    sends("hello");
  }

  @Test
  void stopsSendingToSomebodyWhoseComparedKeyChanges() {
    String number = alice.safetyNumber("bob");
    alice.markVerified("bob", number);
    replaceBob();

    ear.awaits(Kind.KEY_CHANGED, "The identity key of bob has changed.");
    assertThat(alice.isVerified("bob")).isFalse();
    assertThat(alice.safetyNumber("bob")).isNotEqualTo(number);
    alice.conversationWith("bob").send("for the real bob");
    ear.awaits(Kind.AWAITS_WORD, "waits for your word");
    assertThat(statuses().getLast()).isEqualTo(Status.WAITING);
    assertThat(Chats.texts(bob, "alice")).containsExactly("hello");
  }

  @Test
  void opensWhatCameMeanwhileOnceAChangedKeyIsAccepted() {
    alice.markVerified("bob", alice.safetyNumber("bob"));
    Impostor impostor = new Impostor(People.E1_SUITE);
    meddler.answer(
        (path, body) -> ListAnswer.isOf("bob", body) ? impostor.withOtherKey(body) : body);
    assertThat(alice.devices("bob")).hasSize(1);
    meddler.behave();
    says("one");
    says("two");
    says("three");
    await().atMost(PATIENCE).until(() -> ear.count(KEPT) == 3);
    assertThat(Chats.texts(alice, "bob")).containsExactly("hello");
    alice.close();
    alice = Messenger.open(Profiles.settings(meddler.url(), folder.resolve("alice")), ear);
    alice.start();

    alice.acceptNewKey("bob", alice.safetyNumber("bob"));

    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(Chats.texts(alice, "bob")).containsExactly("hello", "one", "two", "three"));
  }

  @Test
  void keepsWhatComesFromTheNewDeviceOfSomebodyWhoBeganAnew() {
    alice.markVerified("bob", alice.safetyNumber("bob"));
    try (Messenger anew = bobBeginsAnew()) {
      anew.start();
      anew.conversationWith("alice").send("I lost my phone");
      anew.conversationWith("alice").send("and all my keys");

      ear.awaits(Kind.KEY_CHANGED, "The identity key of bob has changed.");
      ear.awaits(Kind.AWAITS_WORD, KEPT);
      assertThat(alice.isVerified("bob")).isFalse();
      assertThat(Chats.texts(alice, "bob")).containsExactly("hello");

      alice.acceptNewKey("bob", alice.safetyNumber("bob"));

      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(Chats.texts(alice, "bob"))
                  .containsExactly("hello", "I lost my phone", "and all my keys"));
    }
    assertThat(ear.count(Kind.KEY_CHANGED)).isEqualTo(1);
  }

  /** Sealed before the key changed, refused after: Bob's signature under the group waits too. */
  @Test
  void letsAMessageWaitThatWasSealedBefore() {
    try (Messenger carol =
        Profiles.signUp(server.url(), folder.resolve("carol"), "carol", NOBODY)) {
      Group group = alice.createGroup("breakfast", List.of("bob"));
      group.promote("bob");
      Conversation said = group.conversation();
      said.send("hello all");
      await().atMost(PATIENCE).until(() -> isAdmin(bob));
      alice.markVerified("bob", alice.safetyNumber("bob"));
      AtomicInteger refused = new AtomicInteger();
      meddler.frames(frame -> {
        refused.addAndGet(frame[0] == FAILURE ? 1 : 0);
        return frame[0] == FAILURE || DeliverBytes.is(frame) ? List.of() : List.of(frame);
      });
      Conversation ofBob = Chats.group(bob, "breakfast").orElseThrow();
      bob.group(ofBob).add(carol.name());
      said.send("and to carol");
      await().atMost(PATIENCE).until(() -> refused.get() > 0);
      Impostor impostor = new Impostor(People.E1_SUITE);
      meddler.answer(
          (path, body) -> ListAnswer.isOf("bob", body) ? impostor.withOtherKey(body) : body);
      assertThat(alice.devices("bob")).hasSize(1);
      meddler.behave();
      Accidents.breakConnection(alice);

      await()
          .atMost(PATIENCE)
          .until(
              () -> ear.heardOnly("The identity key of bob has changed; it waits for your word."));
      assertThat(said.messages().getLast().status()).isEqualTo(Status.WAITING);

      alice.rejectNewKey("bob", alice.safetyNumber("bob"));

      await().atMost(PATIENCE).until(() -> Chats.texts(ofBob).contains("and to carol"));
    }
  }

  /** Carol meets the account that took Bob's place in the group before she ever met Bob. */
  @Test
  void readsNothingInAGroupOfWhoeverTookTheirPlaceBeforeTheyMet() {
    Ear hers = new Ear();
    try (Messenger carol = Profiles.signUp(server.url(), folder.resolve("carol"), "carol", hers)) {
      Group group = alice.createGroup("breakfast", List.of("bob", "carol"));
      await().atMost(PATIENCE).until(() -> Chats.group(bob, "breakfast").isPresent());
      try (Messenger anew = bobBeginsAnew()) {
        anew.start();
        group.conversation().send("hello all");
        await().atMost(PATIENCE).until(() -> Chats.group(anew).isPresent());
        Chats.group(anew).orElseThrow().send("I am Bob");
        await().atMost(PATIENCE).until(anew::isAllSent);

        carol.start();

        hers.awaits(Kind.OTHER_KEY, "is not the one that the group names");
        hers.awaits(Kind.REFUSED, "with another identity key than the group names");
        await().atMost(PATIENCE).until(() -> Chats.group(carol).isPresent());
        assertThat(Chats.texts(Chats.group(carol).orElseThrow())).containsExactly("hello all");
      }
    }
  }

  @Test
  void staysWithTheComparedKeyWhenAForgedOneIsRejected() {
    String compared = alice.safetyNumber("bob");
    alice.markVerified("bob", compared);
    replaceBob();
    says("from the real bob");
    ear.awaits(Kind.AWAITS_WORD, KEPT);
    alice.conversationWith("bob").send("for the real bob");
    ear.awaits(Kind.AWAITS_WORD, "waits for your word");
    assertThatThrownBy(() -> alice.rejectNewKey("bob", compared)).hasMessageContaining(ANOTHER);
    String forged = alice.safetyNumber("bob");

    alice.rejectNewKey("bob", forged);

    ear.awaits(Kind.REMARK, "The changed key of bob is refused; the one from before stays.");
    assertThat(alice.safetyNumber("bob")).isEqualTo(compared);
    assertThat(alice.isVerified("bob")).isTrue();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          assertThat(Chats.texts(bob, "alice")).contains("for the real bob");
          assertThat(Chats.texts(alice, "bob")).contains("from the real bob");
        });
    assertThat(alice.devices("bob")).hasSize(1);
    assertThat(ear.count(Kind.KEY_CHANGED)).isEqualTo(1);
    assertThatThrownBy(() -> alice.rejectNewKey("bob", forged))
        .hasMessageContaining("No changed key of bob waits");
    assertThatThrownBy(() -> alice.acceptNewKey("bob", forged)).hasMessageContaining(ANOTHER);
  }

  @Test
  void throwsAwayWhatCameUnderARejectedKey() {
    alice.markVerified("bob", alice.safetyNumber("bob"));
    try (Messenger anew = bobBeginsAnew()) {
      anew.start();
      anew.conversationWith("alice").send("I lost my phone");
      anew.conversationWith("alice").send("and all my keys");
      await().atMost(PATIENCE).until(() -> ear.count(KEPT) == 2);

      alice.rejectNewKey("bob", alice.safetyNumber("bob"));

      ear.awaits(Kind.REMARK, "2 messages that came under it were thrown away unopened.");
      anew.conversationWith("alice").send("do believe me");
      ear.awaits(Kind.REFUSED, "from a device that is not on the list of bob");
      assertThat(Chats.texts(alice, "bob")).containsExactly("hello");
    }
    assertThat(ear.count(Kind.KEY_CHANGED)).isEqualTo(1);
  }

  @Test
  void tellsAtOnceWhenAKeyThatNobodyComparedChanges() {
    replaceBob();

    ear.awaits(Kind.KEY_CHANGED, "Compare the safety number");
  }

  @Test
  void goesBackToAKeyThatNobodyComparedWhenTheNewOneIsRejected() {
    String before = alice.safetyNumber("bob");
    replaceBob();
    ear.awaits(Kind.KEY_CHANGED, "rejecting it goes back");
    String forged = alice.safetyNumber("bob");
    assertThat(forged).isNotEqualTo(before);
    assertThatThrownBy(() -> alice.rejectNewKey("bob", before)).hasMessageContaining(ANOTHER);

    alice.rejectNewKey("bob", forged);

    ear.awaits(Kind.REMARK, "The changed key of bob is refused; the one from before is in force");
    assertThat(alice.devices("bob")).hasSize(1);
    assertThat(alice.safetyNumber("bob")).isEqualTo(before);
    assertThat(ear.count(Kind.KEY_CHANGED)).isEqualTo(1);
    sends("for the real bob");
    assertThatThrownBy(() -> alice.rejectNewKey("bob", before))
        .hasMessageContaining("No changed key of bob waits");
    assertThatThrownBy(() -> alice.acceptNewKey("bob", before))
        .hasMessageContaining("No changed key of bob waits");

    shown = body -> body;
    replaceBob();

    ear.awaits(Kind.KEY_CHANGED, "Nothing is sent to bob before you accept");
  }

  @Test
  void doesNotCountAnotherKeyThanTheOneComparedAsVerified() {
    String compared = alice.safetyNumber("bob");
    replaceBob();

    assertThatThrownBy(() -> alice.markVerified("bob", compared))
        .isInstanceOf(MessengerException.class)
        .hasMessageContaining(ANOTHER);
    assertThat(alice.isVerified("bob")).isFalse();

    alice.markVerified("bob", alice.safetyNumber("bob").replace("\n", "  "));
    assertThat(alice.isVerified("bob")).isTrue();
  }

  @Test
  void acceptsNoOtherKeyThanTheOneMeant() {
    String first = alice.safetyNumber("bob");
    alice.markVerified("bob", first);
    replaceBob();
    String second = alice.safetyNumber("bob");
    replaceBob();

    assertThatThrownBy(() -> alice.acceptNewKey("bob", first))
        .isInstanceOf(MessengerException.class)
        .hasMessageContaining(ANOTHER);
    assertThatThrownBy(() -> alice.acceptNewKey("bob", second)).hasMessageContaining(ANOTHER);
    assertThatThrownBy(() -> alice.markVerified("bob", second)).hasMessageContaining(ANOTHER);
    alice.conversationWith("bob").send("for the real bob");
    ear.awaits(Kind.AWAITS_WORD, "waits for your word");

    alice.markVerified("bob", alice.safetyNumber("bob"));
    assertThat(alice.isVerified("bob")).isTrue();
  }

  private static boolean isAdmin(Messenger messenger) {
    return Chats.group(messenger, "breakfast")
        .map(conversation -> messenger.group(conversation).members())
        .filter(members -> members.stream().anyMatch(each -> each.self() && each.admin()))
        .isPresent();
  }

  /** The server shows another account key as Bob's, and Alice looks. */
  private void replaceBob() {
    Impostor impostor = new Impostor(People.E1_SUITE);
    UnaryOperator<String> before = shown;
    shown = body -> impostor.instead(before.apply(body));
    meddler.answer((path, body) -> ListAnswer.isOf("bob", body) ? shown.apply(body) : body);
    assertThat(alice.devices("bob")).hasSize(1);
  }
}
