package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.OutboxEntry;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.StoredMessage.State;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.session.RetryLedger;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.id.DeviceAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

/** What happens to one entry of the outbox on disk, and to the message that it carries. */
public final class OutboxSteps {

  private static final Octets NOTHING = Octets.of(new byte[0]);
  private static final Duration FORGET_EVERY = Duration.ofHours(1);

  private final Tools tools;
  private final Sealer sealer;
  private final GroupSealer groups;
  private final Introductions introductions;
  private final FullInboxes inboxes;
  private final Audience audience;
  private long copiesForgottenAt;

  public OutboxSteps(
      Tools tools,
      Sealer sealer,
      GroupSealer groups,
      Introductions introductions,
      FullInboxes inboxes,
      Audience audience) {
    this.tools = tools;
    this.sealer = sealer;
    this.groups = groups;
    this.introductions = introductions;
    this.inboxes = inboxes;
    this.audience = audience;
  }

  /**
   * What can leave for an entry.
   *
   * @param first entries that have to go before it; then it is not sealed yet
   * @param frame its bytes; empty if there is nobody to send to
   */
  record Ready(List<Long> first, Octets frame) {}

  /**
   * What has still to be sealed.
   *
   * @param numbered whether it takes the next number of its conversation
   */
  record Unsealed(UUID conversation, boolean numbered) {}

  /** Adds something to send, for the identity that is known now. */
  OutboxEntry add(Transaction step, Draft draft) {
    return new Sends(step).add(sealer.addressed(step, draft));
  }

  /** Where an entry belongs that has still to be sealed; empty for any other. */
  Optional<Unsealed> unsealed(long order) {
    try (Transaction step = tools.begin()) {
      return new Sends(step)
          .entry(order)
          .filter(entry -> !entry.isSealed())
          .map(OutboxEntry::draft)
          .map(draft -> new Unsealed(draft.conversation(), Drafts.isNumbered(draft)));
    }
  }

  /** The conversation of an entry. */
  Optional<UUID> conversation(long order) {
    try (Transaction step = tools.begin()) {
      return new Sends(step).entry(order).map(entry -> entry.draft().conversation());
    }
  }

  /** Whether an entry goes to a group as a whole. */
  boolean isToGroup(long order) {
    try (Transaction step = tools.begin()) {
      return new Sends(step).entry(order).filter(entry -> entry.draft().group()).isPresent();
    }
  }

  /**
   * The bytes of an entry, on disk before they are given.
   *
   * @throws RefusedException if a rule forbids it; nothing has changed
   */
  Ready seal(long order) {
    try (Transaction step = tools.begin()) {
      OutboxEntry entry = new Sends(step).entry(order).orElse(null);
      if (entry == null || entry.isSealed()) {
        return new Ready(List.of(), entry == null ? NOTHING : entry.frame());
      }
      List<Long> first = addFirst(step, entry.draft());
      Octets frame = first.isEmpty() ? seal(step, entry) : NOTHING;
      step.commit();
      return new Ready(first, frame);
    }
  }

  private List<Long> addFirst(Transaction step, Draft draft) {
    UUID conversation = draft.conversation();
    List<Draft> owed = new ArrayList<>(introductions.owed(step, conversation));
    if (draft.group()) {
      owed.addAll(groups.owedKeys(step, conversation));
    }
    return owed.stream().map(before -> add(step, before).order()).toList();
  }

  private Octets seal(Transaction step, OutboxEntry entry) {
    Draft draft = numbered(step, entry.draft());
    Sealed sealed = draft.group() ? groups.seal(step, draft) : sealer.seal(step, draft);
    takeBack(step, draft, sealed.devices());
    if (sealed.isForNobody()) {
      new Sends(step).remove(entry.order());
      moveOn(step, entry, State.SENT, 0);
    } else {
      Draft sent = sealer.addressed(step, draft);
      new Sends(step).put(entry.with(sent).sealed(sealed.frame(), sealed.devices()));
    }
    return sealed.frame();
  }

  /** With the number behind the last one that the server took, of which nothing more can come. */
  private static Draft numbered(Transaction step, Draft draft) {
    return Drafts.isNumbered(draft)
        ? Drafts.numbered(draft, sent(step, draft).map(StoredConversation::sent).orElse(0L) + 1)
        : draft;
  }

  private static Optional<StoredConversation> sent(Transaction step, Draft draft) {
    return new Conversations(step).find(draft.conversation());
  }

  /** Takes the bytes of an entry back, so that it is sealed anew with what is learnt before. */
  void reopen(long order, BiConsumer<Transaction, Draft> lesson) {
    try (Transaction step = tools.begin()) {
      Sends sends = new Sends(step);
      OutboxEntry entry = sends.entry(order).orElseThrow();
      lesson.accept(step, entry.draft());
      sends.put(entry.reopened());
      step.commit();
    }
  }

  /** Takes a message back that reaches nobody else of its group; tells why it waits. */
  RefusedException holdBack(long order) {
    reopen(order, (_, _) -> {});
    return groups.opensNowhere();
  }

  /**
   * The server holds it. False if there is no such entry.
   *
   * @param full devices that did not get it
   */
  boolean accept(Transaction step, long order, long time, long now, Set<DeviceAddress> full) {
    Sends sends = new Sends(step);
    OutboxEntry entry = sends.entry(order).orElse(null);
    if (entry == null) {
      return false;
    }
    sends.put(entry.accepted(now));
    if (Drafts.isNumbered(entry.draft())) {
      long number = Drafts.number(entry.draft());
      sent(step, entry.draft())
          .ifPresent(found -> new Conversations(step).put(found.sentUpTo(number)));
    }
    moveOn(step, entry, State.SENT, time);
    inboxes.take(step, entry, full);
    forgetCopies(step, now);
    return true;
  }

  /** Nobody can ask for what is older; looked at every hour, with what is sent. */
  private void forgetCopies(Transaction step, long now) {
    if (now - copiesForgottenAt >= FORGET_EVERY.toMillis()) {
      new Sends(step).forgetCopiesBefore(now - RetryLedger.REMEMBERED.toMillis());
      step.afterwards(() -> copiesForgottenAt = now);
    }
  }

  /** Takes an entry out, and says why. */
  void fail(long order, String why) {
    try (Transaction step = tools.begin()) {
      Sends sends = new Sends(step);
      OutboxEntry entry = sends.entry(order).orElse(null);
      if (entry != null) {
        sends.remove(order);
        takeBack(step, entry.draft(), List.of());
        moveOn(step, entry, State.FAILED, 0);
        if (groups.isNews(entry.draft())) {
          audience.notice(step, Undelivered.notice(entry.draft(), why));
        }
        step.commit();
      }
    }
  }

  /** Some content is taken for given when it is drafted, so that nothing else drafts it again. */
  private void takeBack(Transaction step, Draft draft, List<DeviceAddress> given) {
    groups.takeBack(step, draft, given);
    introductions.takeBack(step, draft, given);
  }

  private void moveOn(Transaction step, OutboxEntry entry, State state, long time) {
    new Conversations(step)
        .moveOn(entry.draft().message(), state, time)
        .ifPresent(moved ->
            step.afterwards(() -> audience.tell(to -> to.statusChanged(moved.conversation()))));
  }
}
