package dev.letterlock.client.messenger.receiving;

import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.HeldTexts;
import dev.letterlock.client.profile.KeptLetter;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Said;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.Arrival;
import dev.letterlock.crypto.e2ee.content.Author;
import dev.letterlock.crypto.e2ee.content.Content;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentChecks;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.e2ee.content.ContentRejectedException;
import dev.letterlock.crypto.e2ee.content.Expectation;
import dev.letterlock.crypto.e2ee.content.SequenceTrack;
import dev.letterlock.crypto.e2ee.group.SenderKeyDistribution;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.primitive.Octets;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Judges content that was opened (docs/E2EE.md §2.6) and does what it asks for. On the desk. */
public final class Reading {

  private final Tools tools;
  private final Contacts contacts;
  private final Retries retries;
  private final Findings findings;
  private final History history;
  private final Texts texts;
  private final GroupReading groups;

  public Reading(
      Tools tools,
      Contacts contacts,
      Retries retries,
      Findings findings,
      History history,
      Texts texts,
      GroupReading groups) {
    this.tools = tools;
    this.contacts = contacts;
    this.retries = retries;
    this.findings = findings;
    this.history = history;
    this.texts = texts;
    this.groups = groups;
  }

  /**
   * Takes content in.
   *
   * @throws RefusedException or {@code ContentRejectedException} if it must not be shown
   */
  public void read(Transaction step, Letter letter, TrustedDevice sender, Content content) {
    Optional<StoredConversation> conversation = conversation(step, letter, sender);
    if (conversation.isPresent()) {
      read(step, letter, sender, content, conversation.get());
    } else {
      hold(step, letter, content);
    }
  }

  private void read(
      Transaction step,
      Letter letter,
      TrustedDevice sender,
      Content content,
      StoredConversation conversation) {
    ContentChecks.Outcome outcome = judge(step, letter, content, conversation);
    switch (content.body()) {
      case ContentBody.Text _, ContentBody.Attachment _ ->
          said(step, letter, content, conversation, outcome);
      case ContentBody.Retry retry -> retries.answer(step, sender, retry);
      case ContentBody.Introduction(UUID user) -> introduce(step, sender, user);
      case ContentBody.SenderKey(SenderKeyDistribution key) -> groups.takeKey(step, letter, key);
      case ContentBody.NewGroupState(GroupState state) -> groups.learn(step, letter, state);
      case ContentBody.GroupTitle title -> groups.takeTitle(step, letter, title);
      case ContentBody.Empty _ -> {}
      case ContentBody.Unknown unknown -> {
        if (!unknown.isControl()) {
          track(step, letter, conversation, outcome);
        }
        findings.unknown(step, conversation, unknown);
      }
    }
    findings.report(step, author(letter), conversation, outcome.findings());
  }

  /**
   * The conversation that the letter must be of, kept once it has a text; empty if only another own
   * device knows with whom it is.
   */
  private Optional<StoredConversation> conversation(
      Transaction step, Letter letter, TrustedDevice sender) {
    Optional<StoredConversation> known = new Conversations(step).find(letter.conversation());
    UUID author = sender.cert().address().user();
    boolean toOneself = letter.conversation().equals(tools.conversationWith(tools.user()));
    if (author.equals(tools.user()) && !toOneself) {
      return known;
    }
    if (!letter.conversation().equals(tools.conversationWith(author))) {
      throw new RefusedException("The server put a message into another conversation.");
    }
    return known.or(() ->
        Optional.of(
            StoredConversation.fresh(
                letter.conversation(), false, author, contacts.name(step, author))));
  }

  private static void hold(Transaction step, Letter letter, Content content) {
    if (content.body().isControl()) {
      throw new RefusedException(
          "Another device of yours wrote to somebody whom this device does not know.");
    }
    KeptLetter held = letter.keptOpened(Octets.of(ContentCodec.encode(content)));
    if (!new HeldTexts(step).hold(held)) {
      throw new RefusedException(
          "A text that another device of yours sent was dropped, as too many wait for its word"
              + " about whom they are for.");
    }
  }

  private ContentChecks.Outcome judge(
      Transaction step, Letter letter, Content content, StoredConversation conversation) {
    Peers peers = contacts.peers(step);
    UUID author = author(letter);
    UUID other = author.equals(tools.user()) ? conversation.peer() : tools.user();
    SequenceTrack track =
        content.body().isControl()
            ? SequenceTrack.EMPTY
            : new Conversations(step).track(conversation.id(), letter.sender());
    ContentChecks.Outcome outcome =
        ContentChecks.judge(
            content.head(),
            new Arrival(
                new Author(author, letter.sender().device()),
                letter.conversation(),
                letter.message()),
            new Expectation(
                Set.copyOf(List.of(tools.user(), conversation.peer())),
                peers.history(author),
                peers.history(other),
                track));
    boolean numbered = !content.body().isControl() && !isThere(step, letter, content);
    return numbered ? outcome : Findings.withoutNumbers(outcome);
  }

  private boolean isThere(Transaction step, Letter letter, Content content) {
    return Said.of(content.body())
        .filter(said -> texts.has(step, letter, content.head().place(), said))
        .isPresent();
  }

  private void said(
      Transaction step,
      Letter letter,
      Content content,
      StoredConversation conversation,
      ContentChecks.Outcome outcome) {
    if (isThere(step, letter, content)) {
      return;
    }
    long sentAt = content.head().place().sentAt();
    if (letter.partial() && !retries.takeAwaited(step, letter.sender(), sentAt)) {
      throw new RefusedException("A message came to this device only, which nobody asked for.");
    }
    track(step, letter, conversation, outcome);
    texts.add(
        step, letter, content.head().place(), conversation, Said.of(content.body()).orElseThrow());
  }

  private static void track(
      Transaction step,
      Letter letter,
      StoredConversation conversation,
      ContentChecks.Outcome outcome) {
    new Conversations(step).putTrack(conversation.id(), letter.sender(), outcome.sequence());
  }

  private void introduce(Transaction step, TrustedDevice sender, UUID user) {
    if (sender.cert().address().user().equals(tools.user())) {
      StoredConversation made = history.make(step, user);
      new HeldTexts(step).take(made.id()).forEach(held -> showHeld(step, held, made));
    }
  }

  /** What is refused of it is dropped; the introduction itself is good. */
  private void showHeld(Transaction step, KeptLetter held, StoredConversation conversation) {
    Letter letter = Letter.of(held);
    Content content = ContentCodec.decode(ByteBuffer.wrap(held.body().toByteArray()));
    try {
      ContentChecks.Outcome outcome = judge(step, letter, content, conversation);
      if (Said.of(content.body()).isPresent()) {
        said(step, letter, content, conversation, outcome);
      }
      findings.report(step, author(letter), conversation, outcome.findings());
    } catch (ContentRejectedException | RefusedException e) {
      String why = String.valueOf(Words.asException(e).getMessage());
      findings.dropped(step, held.conversation(), why);
    }
  }

  private static UUID author(Letter letter) {
    return letter.sender().user().toUuid();
  }
}
