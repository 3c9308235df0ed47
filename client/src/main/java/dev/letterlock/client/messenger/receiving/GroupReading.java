package dev.letterlock.client.messenger.receiving;

import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.GroupBook;
import dev.letterlock.client.messenger.trust.KnownTitles;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Groups;
import dev.letterlock.client.profile.KeptLetter;
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
import dev.letterlock.crypto.e2ee.content.MessagePlace;
import dev.letterlock.crypto.e2ee.group.GroupCipher;
import dev.letterlock.crypto.e2ee.group.GroupFault;
import dev.letterlock.crypto.e2ee.group.GroupMessageHead;
import dev.letterlock.crypto.e2ee.group.GroupRejectedException;
import dev.letterlock.crypto.e2ee.group.GroupView;
import dev.letterlock.crypto.e2ee.group.SenderChains;
import dev.letterlock.crypto.e2ee.group.SenderKeyDistribution;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Opens group messages, and keeps those whose key has not come yet until it has (docs/E2EE.md
 * §2.8). On the desk. Throws {@link GroupRejectedException} for what breaks a rule.
 */
public final class GroupReading {

  /** A clock may be wrong by this, and no more (docs/E2EE.md §2.6). */
  private static final Duration MOST_AHEAD = Duration.ofDays(1);

  private final Tools tools;
  private final Contacts contacts;
  private final GroupBook book;
  private final Texts texts;
  private final Findings findings;
  private final MissingKeys missing;
  private final GroupCipher cipher;

  public GroupReading(
      Tools tools,
      Contacts contacts,
      GroupBook book,
      Texts texts,
      Findings findings,
      MissingKeys missing) {
    this.tools = tools;
    this.contacts = contacts;
    this.book = book;
    this.texts = texts;
    this.findings = findings;
    this.missing = missing;
    this.cipher = new GroupCipher(tools.e1(), tools.slices());
  }

  /**
   * Opens a message, or holds it.
   *
   * @return whether nobody shall learn that it has come (docs/E2EE.md R6)
   */
  public boolean open(Transaction step, Letter letter) {
    byte[] message = letter.content().slice().toByteArray();
    GroupMessageHead head = GroupMessageHead.parse(message);
    if (!head.place().group().equals(letter.conversation())) {
      throw new RefusedException("The server put a message into another conversation.");
    }
    GroupView view = book.upTo(step, letter.conversation(), head.place().epoch());
    UUID sender = letter.sender().user().toUuid();
    GroupState state = view.requireAccepted(head.place(), sender, tools.user(), letter.time());
    var _ = contacts.device(step, letter.sender());
    book.requireNamed(step, state, sender);
    Groups groups = book.groups(step);
    try (SenderChains chains = groups.chains(letter.conversation(), letter.sender())) {
      if (chains.knows(head.place())) {
        GroupCipher.Opened opened = cipher.open(chains, message);
        try (SenderChains next = opened.chains()) {
          Content content = ContentCodec.decodeOpened(opened.content());
          read(step, letter, state, Absence.of(tools.user(), view), content);
          groups.putChains(letter.conversation(), letter.sender(), next);
          return content.body().isControl()
              || !new Conversations(step).isAnswered(letter.conversation());
        }
      }
      hold(step, letter);
      return true;
    }
  }

  /** Takes a sender key that came by the sender's own session, and opens what waited for it. */
  void takeKey(Transaction step, Letter letter, SenderKeyDistribution key) {
    try (key) {
      UUID group = key.place().group();
      GroupView view = book.upTo(step, group, key.place().epoch());
      UUID sender = letter.sender().user().toUuid();
      GroupState state = view.requireAccepted(tools.e1(), key, sender, tools.user(), letter.time());
      book.requireNamed(step, state, sender);
      Groups groups = book.groups(step);
      try (SenderChains next = groups.chains(group, letter.sender()).with(tools.e1(), key)) {
        groups.putChains(group, letter.sender(), next);
      }
      for (KeptLetter held : groups.takeHeld(group, letter.sender())) {
        openHeld(step, held);
      }
    }
  }

  /** A member tells how the group is now. */
  void learn(Transaction step, Letter letter, GroupState state) {
    book.learn(step, state, letter.sender().user().toUuid(), letter.time());
  }

  /** An admin tells what the group is called, or an own device what this account knows. */
  void takeTitle(Transaction step, Letter letter, ContentBody.GroupTitle title) {
    UUID group = title.group();
    UUID teller = letter.sender().user().toUuid();
    String name = contacts.name(step, teller);
    GroupState then = book.view(step, group).at(letter.time());
    boolean own = teller.equals(tools.user());
    if (!own) {
      requireAdmin(step, then, teller, name);
    }
    requirePast(letter, title, name);
    KnownTitles titles = new KnownTitles(step, tools.e1());
    Optional<ContentBody.GroupTitle> known = titles.of(group);
    boolean taken = titles.take(title);
    if (own) {
      titles.toldTo(contacts.pins(step, teller).list(), group);
    }
    if (taken && known.filter(before -> !before.title().equals(title.title())).isPresent()) {
      findings.renamed(step, group, name, title.title());
    }
  }

  private void requireAdmin(Transaction step, GroupState then, UUID teller, String name) {
    if (then.roster().member(teller).filter(GroupMember::isAdmin).isEmpty()) {
      throw new RefusedException(
          name + " gave the group a name, but is no admin of it: it keeps the one that it had.");
    }
    book.requireNamed(step, then, teller);
  }

  /** Nobody could give the group another name before that time. */
  private static void requirePast(Letter letter, ContentBody.GroupTitle title, String name) {
    long ahead = title.namedAt() - TimeUnit.MICROSECONDS.toMillis(letter.time());
    if (ahead > MOST_AHEAD.toMillis()) {
      throw new RefusedException(
          "A name of the group that came from "
              + name
              + " is dated more than a day ahead, so it keeps the one that it had. Whoever gave it"
              + " has to set the clock right and name the group once more.");
    }
  }

  /** What is refused of it is dropped; the key itself is good. */
  private void openHeld(Transaction step, KeptLetter held) {
    try {
      var _ = open(step, Letter.of(held));
    } catch (GroupRejectedException | ContentRejectedException | RefusedException e) {
      String why = whyNot(e);
      findings.dropped(step, held.conversation(), why);
    }
  }

  private static String whyNot(RuntimeException refusal) {
    boolean before =
        refusal instanceof GroupRejectedException rejected
            && rejected.fault() == GroupFault.USED_BEFORE;
    return before
        ? "A message was sent before this device was given the key to it."
        : String.valueOf(Words.asException(refusal).getMessage());
  }

  private void read(
      Transaction step, Letter letter, GroupState state, Absence absence, Content content) {
    Conversations conversations = new Conversations(step);
    StoredConversation conversation = conversations.find(letter.conversation()).orElseThrow();
    UUID author = letter.sender().user().toUuid();
    ContentChecks.Outcome outcome =
        ContentChecks.judge(
            content.head(),
            new Arrival(
                new Author(author, letter.sender().device()),
                letter.conversation(),
                letter.message()),
            new Expectation(
                state.roster().members().stream()
                    .map(GroupMember::user)
                    .collect(Collectors.toUnmodifiableSet()),
                contacts.peers(step).history(author),
                book.groups(step).history(letter.conversation()),
                conversations.track(conversation.id(), letter.sender())));
    MessagePlace place = content.head().place();
    Optional<Said> said = Said.of(content.body());
    if (said.isPresent()) {
      if (texts.has(step, letter, place, said.get())) {
        return;
      }
      conversations.putTrack(conversation.id(), letter.sender(), outcome.sequence());
      if (author.equals(tools.user())) {
        conversations.putReached(letter.message(), othersIn(state));
      }
      texts.add(step, letter, place, conversation, said.get());
    } else if (content.body() instanceof ContentBody.Unknown unknown && !unknown.isControl()) {
      conversations.putTrack(conversation.id(), letter.sender(), outcome.sequence());
      findings.unknown(step, conversation, unknown);
    }
    findings.report(
        step,
        author,
        conversation,
        absence.without(outcome.findings(), conversations, conversation.id(), letter.sender()));
  }

  private List<UUID> othersIn(GroupState state) {
    return state.roster().members().stream()
        .map(GroupMember::user)
        .filter(user -> !user.equals(tools.user()))
        .toList();
  }

  private void hold(Transaction step, Letter letter) {
    KeptLetter held = letter.kept();
    if (!book.groups(step).hold(held)) {
      String name = contacts.name(step, letter.sender().user().toUuid());
      throw new RefusedException(
          "A message of " + name + " was dropped, as too many wait for the keys that open them.");
    }
    missing.askLater(step, held);
  }
}
