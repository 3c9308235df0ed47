package dev.letterlock.whole;

import static dev.letterlock.whole.DeliverBytes.cutOff;
import static dev.letterlock.whole.DeliverBytes.tampered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Accidents;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.crypto.PayloadSizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A server that changes, repeats, swaps and cuts what it delivers to Alice: she refuses it, is told
 * why, and reads everything that Bob wrote, once.
 */
class HostileFramesIT extends HostileCase {
  private static final int ACCEPTED = 0x42;
  private static final int RECORD_TAG = 1;
  private static final int RECORD_SEAL = 45;

  @BeforeEach
  void talk() {
    sends("before");
    says("hello");
    awaitTexts("before", "hello");
  }

  @Test
  void asksAgainForATamperedRecord() {
    changeOnce(
        deliver -> deliver.withHeader(tampered(deliver.header(), deliver.header().length - 1)));
    says("precious");

    ear.awaits(Kind.REFUSED, "changed on its way");
    awaitTexts("before", "hello", "precious");
    goesOn();
  }

  /** Anybody can make such a record, so it is no reason to begin anew. */
  @Test
  void keepsItsSessionWhenARecordIsOfNone() {
    changeOnce(deliver -> deliver.withHeader(tampered(deliver.header(), RECORD_TAG)));
    says("precious");

    ear.awaits(Kind.REFUSED, "cannot be opened here; it was asked for once more");
    awaitTexts("before", "hello", "precious");
    goesOn();
    assertThat(bobsEar.heard("began its session anew")).isFalse();
  }

  @Test
  void asksAgainForATamperedSlice() {
    changeOnce(deliver -> deliver.withSlice(tampered(deliver.slice(), deliver.slice().length - 1)));
    says("precious");

    ear.awaits(Kind.REFUSED, "changed on its way");
    awaitTexts("before", "hello", "precious");
    goesOn();
  }

  @Test
  void asksAgainForATruncatedRecord() {
    changeOnce(deliver -> deliver.withHeader(cutOff(deliver.header())));
    says("precious");

    ear.awaits(Kind.REFUSED, "asked for once more");
    awaitTexts("before", "hello", "precious");
    goesOn();
  }

  @Test
  void asksAgainForATruncatedSlice() {
    changeOnce(deliver -> deliver.withSlice(cutOff(deliver.slice())));
    says("precious");

    ear.awaits(Kind.REFUSED, "asked for once more");
    awaitTexts("before", "hello", "precious");
    goesOn();
  }

  /** Whoever changes something must not learn from the request what it was that failed. */
  @Test
  void asksInANewSessionWhateverWasChanged() {
    AtomicInteger claims = new AtomicInteger();
    meddler.request((request, body) -> {
      claims.addAndGet(request.contains("/prekeys/claim") ? 1 : 0);
      return null;
    });
    changeOnce(deliver -> deliver.withHeader(tampered(deliver.header(), RECORD_TAG)));
    says("of no session");
    awaitTexts("before", "hello", "of no session");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(claims).hasValue(1));
    changeOnce(
        deliver -> deliver.withHeader(tampered(deliver.header(), deliver.header().length - 1)));
    says("with a bad tag");
    awaitTexts("before", "hello", "of no session", "with a bad tag");

    assertThat(claims).hasValue(2);
  }

  /** As often as a day allows. */
  @Test
  void asksAgainForRecordsOfEveryKindOfLength() {
    List<String> texts = new ArrayList<>(List.of("before", "hello"));
    for (int length : List.of(1, RECORD_SEAL, PayloadSizes.RECORD - 1)) {
      isAskedForOnceMore(length, texts, bob);
    }
    goesOn();
  }

  /** Nobody has answered Carol yet, so that all that she writes begins with a handshake. */
  @Test
  void asksAgainForHandshakesOfEveryKindOfLength() {
    try (Messenger carol =
        Profiles.signUp(server.url(), folder.resolve("carol"), "carol", NOBODY)) {
      carol.start();
      alice.conversationWith(carol.name());
      List<String> texts = new ArrayList<>();
      int handshake = PayloadSizes.HYBRID_PRE_KEY_RECORD - PayloadSizes.RECORD;
      for (int length : List.of(1, handshake, PayloadSizes.HYBRID_PRE_KEY_RECORD - 1)) {
        isAskedForOnceMore(length, texts, carol);
      }
    }
  }

  private void isAskedForOnceMore(int length, List<String> texts, Messenger author) {
    String told =
        "A message of " + author.name() + " was changed on its way; it was asked for once more.";
    int before = ear.count(told);
    changeOnce(deliver -> deliver.withHeader(Arrays.copyOf(deliver.header(), length)));
    texts.add("with a record cut to " + length);

    author.conversationWith("alice").send(texts.getLast());

    await(texts.getLast()).atMost(PATIENCE).until(() -> ear.count(told) == before + 1);
    await(texts.getLast())
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(Chats.texts(alice, author.name())).containsExactlyElementsOf(texts));
  }

  @Test
  void asksAgainForASliceOfAnotherMessage() {
    List<DeliverBytes> seen = watch();
    says("one");
    awaitTexts("before", "hello", "one");
    byte[] other = seen.getLast().slice();
    changeOnce(deliver -> deliver.withSlice(other));
    says("two");

    ear.awaits(Kind.REFUSED, "changed on its way");
    awaitTexts("before", "hello", "one", "two");
    goesOn();
  }

  @Test
  void asksAgainForAMessageUnderTheRecordOfAnother() {
    List<DeliverBytes> seen = watch();
    says("one");
    awaitTexts("before", "hello", "one");
    byte[] other = seen.getLast().header();
    changeOnce(deliver -> deliver.withHeader(other));
    says("two");

    ear.awaits(Kind.REFUSED, "changed on its way; it was asked for once more");
    awaitTexts("before", "hello", "one", "two");
    goesOn();
    assertThat(ear.heard("came a second time")).isFalse();
  }

  @Test
  void showsNothingTwiceThatIsReplayed() {
    List<DeliverBytes> seen = watch();
    says("one");
    awaitTexts("before", "hello", "one");
    DeliverBytes old = seen.getLast();
    AtomicInteger count = new AtomicInteger();
    meddler.frames(frame -> {
      if (!DeliverBytes.is(frame) || count.getAndIncrement() > 0) {
        return List.of(frame);
      }
      return List.of(old.under(UUID.randomUUID()).at(DeliverBytes.of(frame)).frame());
    });
    says("two");

    ear.awaits(Kind.REFUSED, "came a second time and was put aside");
    meddler.behave();
    goesOn();
    assertThat(ear.heard("changed on its way")).isFalse();
    assertThat(Collections.frequency(Chats.texts(alice, "bob"), "one")).isEqualTo(1);
  }

  /** It comes once as it was sent again on request, and then as it was sent first. */
  @Test
  void showsNothingTwiceThatWasSentAgain() {
    List<DeliverBytes> seen = Collections.synchronizedList(new ArrayList<>());
    meddler.frame(frame -> {
      if (!DeliverBytes.is(frame)) {
        return frame;
      }
      DeliverBytes deliver = DeliverBytes.of(frame);
      seen.add(deliver);
      return switch (seen.size()) {
        case 1 -> deliver.withSlice(tampered(deliver.slice(), deliver.slice().length - 1)).frame();
        case 3 -> seen.getFirst().at(deliver).frame();
        default -> frame;
      };
    });
    says("precious");
    awaitTexts("before", "hello", "precious");
    says("kept back");
    await().atMost(PATIENCE).until(() -> seen.size() > 2);

    goesOn();
    assertThat(Chats.texts(alice, "bob"))
        .containsExactly("before", "hello", "precious", "and on", "indeed");
    assertThat(ear.heard("used a number twice")).isFalse();
  }

  @Test
  void refusesAMessageInAnotherConversation() {
    changeOnce(deliver -> {
      byte[] moved = deliver.frame();
      moved[55] ^= 1;
      return DeliverBytes.of(moved);
    });
    says("misplaced");

    ear.awaits(Kind.REFUSED, "put a message into another conversation");
    assertThat(Chats.texts(alice, "bob")).containsExactly("before", "hello");
    goesOn();
  }

  @Test
  void asksByItsOwnNameForAMessageThatWasRenamed() {
    changeOnce(deliver -> deliver.under(UUID.randomUUID()));
    says("precious");

    ear.awaits(Kind.REFUSED, "gave the message another id");
    awaitTexts("before", "hello", "precious");
    goesOn();
  }

  @Test
  void readsWhatWasCutOffOnceItComesWhole() {
    AtomicInteger count = new AtomicInteger();
    meddler.frame(frame ->
        DeliverBytes.is(frame) && count.getAndIncrement() == 0
            ? Arrays.copyOf(frame, frame.length - 7)
            : frame);
    says("cut");

    ear.awaits(Kind.REFUSED, "is no message; nothing of it was used");
    awaitTexts("before", "hello", "cut");
    goesOn();
  }

  @Test
  void readsInOrderWhatCameInAnother() {
    List<byte[]> late = new ArrayList<>();
    meddler.frames(frame -> {
      if (!DeliverBytes.is(frame) || late.size() == 2) {
        return List.of(frame);
      }
      late.add(frame);
      return late.size() == 2 ? late.reversed() : List.of();
    });
    says("one");
    says("two");

    awaitTexts("before", "hello", "one", "two");
    goesOn();
  }

  /** Other bytes under the same id would be refused as a conflict. */
  @Test
  void sendsTheSameBytesAgainWhenTheAnswerWasLost() {
    AtomicInteger lost = new AtomicInteger();
    meddler.frames(frame -> {
      boolean accepted = Byte.toUnsignedInt(frame[0]) == ACCEPTED;
      return accepted && lost.getAndIncrement() == 0 ? List.of() : List.of(frame);
    });
    alice.conversationWith("bob").send("once");
    await().atMost(PATIENCE).until(() -> lost.get() > 0);
    Accidents.breakConnection(alice);

    await().atMost(PATIENCE).until(() -> lost.get() > 1);
    await().atMost(PATIENCE).until(alice::isAllSent);
    goesOn();
    assertThat(Collections.frequency(Chats.texts(bob, "alice"), "once")).isEqualTo(1);
    assertThat(alice.conversationWith("bob").messages())
        .extracting(Message::status)
        .doesNotContain(Status.FAILED);
  }

  private List<DeliverBytes> watch() {
    List<DeliverBytes> seen = Collections.synchronizedList(new ArrayList<>());
    meddler.frame(frame -> {
      if (DeliverBytes.is(frame)) {
        seen.add(DeliverBytes.of(frame));
      }
      return frame;
    });
    return seen;
  }

  private void goesOn() {
    meddler.behave();
    says("and on");
    await().atMost(PATIENCE).until(() -> Chats.texts(alice, "bob").contains("and on"));
    alice.conversationWith("bob").send("indeed");
    await().atMost(PATIENCE).until(() -> Chats.texts(bob, "alice").contains("indeed"));
  }

  private void awaitTexts(String... texts) {
    await("alice reads " + List.of(texts))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(Chats.texts(alice, "bob")).containsExactly(texts));
  }
}
