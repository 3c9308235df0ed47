package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.GroupBook;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a RosterMismatch or a stale epoch leads to: the signed lists or states are fetched and
 * judged. The frame itself is a hint and makes no device trustworthy (docs/E2EE.md R1). On the
 * desk.
 */
public final class RosterAnswers {

  private final Tools tools;
  private final Contacts contacts;
  private final GroupBook book;
  private final Audience audience;

  public RosterAnswers(Tools tools, Contacts contacts, GroupBook book, Audience audience) {
    this.tools = tools;
    this.contacts = contacts;
    this.book = book;
    this.audience = audience;
  }

  /**
   * Brings the lists up to date.
   *
   * @throws RefusedException if the server wants a device that no signed list names
   */
  public void take(Transaction step, Draft draft, RosterMismatch mismatch) {
    bringUpTo(step, draft.recipient(), mismatch.recipientListVersion());
    bringUpTo(step, tools.user(), mismatch.senderListVersion());
    for (RosterMismatch.Entry entry : mismatch.entries()) {
      switch (entry.kind()) {
        case MISSING, STALE -> requireListed(step, entry);
        case EXTRA -> drop(step, draft, entry);
      }
    }
  }

  private void bringUpTo(Transaction step, UUID user, long version) {
    long known = contacts.pins(step, user).list().version();
    if (Long.compareUnsigned(known, version) < 0) {
      contacts.refresh(step, user);
    }
  }

  /** The group has changed since a message was sealed: the change is fetched and judged. */
  void takeStaleEpoch(Transaction step, UUID group) {
    book.refresh(step, group);
  }

  private void requireListed(Transaction step, RosterMismatch.Entry entry) {
    if (!isListed(step, entry)) {
      String name = contacts.name(step, entry.device().user().toUuid());
      String sentence =
          "The server wants messages to go to a device that is not on the signed list of "
              + name
              + ".";
      audience.notice(
          Notice.of(
                  Kind.ALARM,
                  tools.conversationWith(entry.device().user().toUuid()),
                  sentence + " It gets none.")
              .about(name));
      throw new RefusedException(sentence);
    }
    contacts.markWanted(entry.device());
  }

  /** The server may leave out a device, such as one unseen for a month; it may never add one. */
  private void drop(Transaction step, Draft draft, RosterMismatch.Entry entry) {
    if (isListed(step, entry)) {
      String name = contacts.name(step, entry.device().user().toUuid());
      contacts.markAbsent(entry.device());
      audience.notice(
          Notice.of(
                  Kind.REMARK,
                  draft.conversation(),
                  "The server does not reach device "
                      + Integer.toUnsignedString(entry.device().device())
                      + " of "
                      + name
                      + "; it gets no copy.")
              .about(name));
    }
  }

  private boolean isListed(Transaction step, RosterMismatch.Entry entry) {
    UUID user = entry.device().user().toUuid();
    DeviceListPins pins = contacts.pins(step, user);
    return Stream.concat(Stream.of(pins.list()), pins.pendingReset().stream())
        .flatMap(list -> list.entries().stream())
        .anyMatch((DeviceEntry listed) -> listed.device() == entry.device().device());
  }
}
