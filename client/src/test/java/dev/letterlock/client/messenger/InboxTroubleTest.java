package dev.letterlock.client.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.receiving.Letter;
import dev.letterlock.client.profile.KeptLetter;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.profile.Unopened;
import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.e2ee.session.RetryLedger;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A message that cannot be opened does not stop the inbox, whatever its refusal runs into. */
class InboxTroubleTest extends InboxCase {

  @Test
  void asksForAMessageThoughTheServerGivesNoKeysForANewSession() {
    assertThat(take(unreadable())).as("silently").isTrue();

    assertThat(claims).hasValue(1);
    assertThat(stored()).isEqualTo(PLACE);
    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    assertThat(notices.remove().text()).contains("it was asked for once more");
  }

  /** Whoever changes something on the way learns nothing from the request. */
  @Test
  void asksInTheSameWayForWhatBelongsToNoSessionAndForWhatIsNoHeader() {
    Letter nothing = unreadable();
    byte[] header = nothing.content().header().toByteArray();
    header[0] = 9;

    take(
        new Letter(
            PLACE,
            nothing.sender(),
            nothing.conversation(),
            nothing.message(),
            nothing.time(),
            nothing.partial(),
            new Letter.Content(Octets.of(header), nothing.content().slice())));

    assertThat(claims).hasValue(1);
  }

  @Test
  void refusesAHandshakeThatWasCutToWhateverLength() {
    List<String> words = new ArrayList<>();
    try (BobsPhone phone = new BobsPhone(works.tools())) {
      for (int length = 1; length < PayloadSizes.HYBRID_PRE_KEY_RECORD; length++) {
        Octets before = sessions();
        Letter letter = cutTo(length, phone.writes("cut to " + length));

        assertThat(take(letter)).as("silently, %s bytes", length).isTrue();

        assertThat(stored()).isEqualTo(letter.cursor());
        assertThat(sessions()).as("%s bytes", length).isEqualTo(before);
        words.add(wordsFor(length));
      }
      await().atMost(PATIENCE).until(() -> notices.size() == words.size());
      assertThat(notices).extracting(Notice::text).containsExactlyElementsOf(words);

      take(phone.writes("whole"));
    }
    assertThat(texts()).containsExactly("whole");
  }

  /** A handshake of that length is one of the weaker suite. */
  private static String wordsFor(int length) {
    String trouble =
        length == PayloadSizes.CLASSIC_PRE_KEY_RECORD
            ? "came with weaker protection than it should have"
            : "was changed on its way";
    String next =
        length <= RetryLedger.MAX_PER_DAY
            ? "it was asked for once more."
            : "it is not asked for again, as that was done often enough.";
    return "A message of bob " + trouble + "; " + next;
  }

  private static Letter cutTo(int length, Letter letter) {
    byte[] header = letter.content().header().toByteArray();
    return new Letter(
        letter.cursor(),
        letter.sender(),
        letter.conversation(),
        letter.message(),
        letter.time(),
        letter.partial(),
        new Letter.Content(Octets.of(Arrays.copyOf(header, length)), letter.content().slice()));
  }

  /** Of a device that no list names yet, and no list is to be had. */
  @Test
  void asksWithEachSessionForWhatAReleasedMessageNeeds() {
    DeviceAddress tablet = new DeviceAddress(UserId.of(BOB), 9);
    KeptLetter letter =
        new KeptLetter(
            tablet,
            works.tools().conversationWith(BOB),
            UUID.fromString("0190a000-0000-7000-8000-0000000000ab"),
            1,
            false,
            Octets.of(new byte[PayloadSizes.RECORD]),
            Octets.of(new byte[329]));
    try (Transaction step = works.tools().begin()) {
      new Unopened(step).keep(letter);
      step.commit();
    }
    connect();
    int first = looks.get();
    connect();

    assertThat(looks).hasValue(first + 1);
    try (Transaction step = works.tools().begin()) {
      assertThat(new Unopened(step).all()).hasSize(1);
    }
  }

  private void connect() {
    works
        .desk()
        .call(() -> {
          works.talk().arrivals().connected();
          return true;
        });
  }

  @Test
  void goesOnBehindAMessageWhoseRefusalFails() {
    vault.refuseWith(() -> {
      vault.refuseWith(null);
      return new IllegalStateException("state: odd (expected: even)");
    });

    assertThat(take(unreadable())).as("silently").isTrue();

    assertThat(vault.refused()).isEqualTo(1);
    assertThat(stored()).isEqualTo(PLACE);
    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    assertThat(notices.remove().text()).contains("that this program cannot understand");
  }
}
