package dev.letterlock.client.messenger;

import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.StoredMessage;
import dev.letterlock.client.profile.StoredMessage.State;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.Arrival;
import dev.letterlock.crypto.e2ee.content.Author;
import dev.letterlock.crypto.e2ee.content.Content;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentChecks;
import dev.letterlock.crypto.e2ee.content.Expectation;
import dev.letterlock.crypto.e2ee.content.Finding;
import dev.letterlock.crypto.e2ee.content.SequenceTrack;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Judges content that was opened (docs/E2EE.md §2.6) and does what it asks for. On the desk. */
final class Reading {

  private final Tools tools;
  private final Contacts contacts;
  private final Retries retries;
  private final Findings findings;
  private final History history;
  private final Audience audience;

  Reading(
      Tools tools,
      Contacts contacts,
      Retries retries,
      Findings findings,
      History history,
      Audience audience) {
    this.tools = tools;
    this.contacts = contacts;
    this.retries = retries;
    this.findings = findings;
    this.history = history;
    this.audience = audience;
  }

  /**
   * Takes content in.
   *
   * @throws RefusedException or {@code ContentRejectedException} if it must not be shown
   */
  void read(Transaction step, Letter letter, TrustedDevice sender, Content content) {
    StoredConversation conversation = conversation(step, letter, sender);
    ContentChecks.Outcome outcome = judge(step, letter, content, conversation);
    switch (content.body()) {
      case ContentBody.Text(String text) ->
          text(step, letter, content, conversation, outcome, text);
      case ContentBody.Retry(UUID _, UUID message) -> retries.answer(step, sender, message);
      case ContentBody.Introduction(UUID user) -> introduce(step, sender, user);
      case ContentBody.Empty _, ContentBody.SenderKey _, ContentBody.NewGroupState _ -> {}
      case ContentBody.Unknown unknown -> unknown(step, letter, unknown);
    }
    findings.report(step, contacts.name(step, author(letter)), conversation, outcome.findings());
  }

  /** The conversation that the letter must be of, made when somebody writes for the first time. */
  private StoredConversation conversation(Transaction step, Letter letter, TrustedDevice sender) {
    UUID author = sender.cert().address().user();
    Conversations conversations = new Conversations(step);
    if (author.equals(tools.user())) {
      return ofOwnDevice(step, letter);
    }
    if (!letter.conversation().equals(tools.conversationWith(author))) {
      throw new RefusedException("The server put a message into another conversation.");
    }
    return conversations.find(letter.conversation()).orElseGet(() -> history.make(step, author));
  }

  private StoredConversation ofOwnDevice(Transaction step, Letter letter) {
    if (letter.conversation().equals(tools.conversationWith(tools.user()))) {
      return history.make(step, tools.user());
    }
    return new Conversations(step)
        .find(letter.conversation())
        .orElseThrow(() ->
            new RefusedException(
                "Another device of yours wrote to somebody whom this device does not know."));
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
    return content.body().isControl() ? withoutNumbers(outcome) : outcome;
  }

  /** Control content is not numbered. */
  private static ContentChecks.Outcome withoutNumbers(ContentChecks.Outcome outcome) {
    List<Finding> about =
        outcome.findings().stream()
            .filter(finding ->
                !(finding instanceof Finding.Missing)
                    && !(finding instanceof Finding.RepeatedNumber))
            .toList();
    return new ContentChecks.Outcome(outcome.sequence(), about);
  }

  private void text(
      Transaction step,
      Letter letter,
      Content content,
      StoredConversation conversation,
      ContentChecks.Outcome outcome,
      String text) {
    if (letter.partial() && !retries.isAwaited(step, author(letter))) {
      throw new RefusedException("A message came to this device only, which nobody asked for.");
    }
    boolean repeated =
        outcome.findings().stream().anyMatch(Finding.RepeatedNumber.class::isInstance);
    if (letter.partial() && repeated) {
      return;
    }
    Conversations conversations = new Conversations(step);
    conversations.putTrack(conversation.id(), letter.sender(), outcome.sequence());
    boolean own = author(letter).equals(tools.user());
    StoredConversation longer =
        conversations.find(conversation.id()).orElse(conversation).withOneMore();
    boolean allRead = own && longer.read() == longer.last() - 1;
    StoredMessage message =
        new StoredMessage(
            letter.message(),
            conversation.id(),
            longer.last(),
            author(letter),
            letter.sender().device(),
            content.head().place().sentAt(),
            own ? State.SENT : State.RECEIVED,
            letter.time(),
            text);
    conversations.add(allRead ? longer.readUpTo(longer.last()) : longer, message);
    Message shown = history.shown(step, message);
    step.afterwards(() -> audience.tell(to -> to.received(shown)));
  }

  private void introduce(Transaction step, TrustedDevice sender, UUID user) {
    if (sender.cert().address().user().equals(tools.user())) {
      var _ = history.make(step, user);
    }
  }

  private void unknown(Transaction step, Letter letter, ContentBody.Unknown body) {
    if (!body.isControl()) {
      String sentence = "A message of a kind that only a newer program can show has come.";
      step.afterwards(
          () -> audience.notice(Notice.of(Kind.REMARK, letter.conversation(), sentence)));
    }
  }

  private static UUID author(Letter letter) {
    return letter.sender().user().toUuid();
  }
}
