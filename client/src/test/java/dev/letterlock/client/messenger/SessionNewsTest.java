package dev.letterlock.client.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.session.RetryLedger;
import dev.letterlock.crypto.primitive.Octets;
import org.junit.jupiter.api.Test;

/** A device of Bob's begins its session anew, or is another one: it is told in the chat. */
class SessionNewsTest extends InboxCase {

  private static final int MOST_RESETS = 4;
  private static final String ANEW = "A device of bob began its session anew.";

  @Test
  void tellsOfEachResetInTheChatUntilThereWereTooMany() {
    try (BobsPhone phone = new BobsPhone(works.tools())) {
      take(phone.writes("one"));
      assertThat(notices).isEmpty();
      for (int resets = 1; resets <= MOST_RESETS; resets++) {
        take(phone.writes("reset"));
        awaitNotices(resets);
      }
      assertThat(notices)
          .allSatisfy(notice -> {
            assertThat(notice.kind()).isEqualTo(Kind.REMARK);
            assertThat(notice.conversation()).isEqualTo(conversation());
            assertThat(notice.text()).isEqualTo(ANEW);
          });
      Octets sessions = sessions();

      take(phone.writes("too many"));

      awaitNotices(MOST_RESETS + 1);
      assertThat(notices)
          .last()
          .isEqualTo(
              Notice.of(
                  Kind.REFUSED,
                  conversation(),
                  "A message of bob cannot be opened here, as its device began its session anew too"
                      + " often today; it was asked for once more."));
      assertThat(sessions()).isEqualTo(sessions);
    }
    assertThat(texts()).containsExactly("one", "reset", "reset", "reset", "reset");
  }

  @Test
  void tellsInTheChatThatADeviceHasNewKeys() {
    try (BobsPhone phone = new BobsPhone(works.tools())) {
      take(phone.writes("one"));
      try (BobsPhone anew = phone.registeredAnew()) {
        take(anew.writes("two"));
        take(anew.writes("three"));
      }
    }

    awaitNotices(2);
    assertThat(notices)
        .containsExactly(
            Notice.of(
                Kind.REMARK,
                conversation(),
                "A device of bob has new keys, on its owner's signed list."),
            Notice.of(Kind.REMARK, conversation(), ANEW));
    assertThat(texts()).containsExactly("one", "two", "three");
  }

  /** What would ask for the message could not be sealed for that device. */
  @Test
  void asksADeviceForNothingThatComesBackWithWeakerKeys() {
    try (BobsPhone phone = new BobsPhone(works.tools())) {
      take(phone.writes("one"));
      try (BobsPhone weaker = phone.weakened()) {
        take(weaker.writes("two"));
      }
    }

    awaitNotices(1);
    assertThat(notices)
        .first()
        .satisfies(notice -> {
          assertThat(notice.kind()).isEqualTo(Kind.REFUSED);
          assertThat(notice.text())
              .startsWith(
                  "A message of bob cannot be opened here, as its device has keys of weaker")
              .contains("so it is not asked for again.");
        });
    assertThat(asked()).isEqualTo(RetryLedger.EMPTY);
    assertThat(texts()).containsExactly("one");
  }

  private RetryLedger asked() {
    try (Transaction step = works.tools().begin()) {
      return works.contacts().peers(step).asked(BOBS_PHONE);
    }
  }

  private void awaitNotices(int count) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(notices).hasSize(count));
  }
}
