package dev.letterlock.client.messenger.receiving;

import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.profile.Seen;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.profile.Unopened;
import dev.letterlock.crypto.PayloadHash;
import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.content.ContentRejectedException;
import dev.letterlock.crypto.e2ee.group.GroupFault;
import dev.letterlock.crypto.e2ee.group.GroupRejectedException;
import dev.letterlock.crypto.primitive.Hash32;
import java.util.function.Consumer;

/**
 * What becomes of a message that is not shown: the person is told, and nothing changes but its
 * place in the inbox, of which nobody learns (docs/E2EE.md R6). On the desk.
 */
final class Refusals {

  private final Tools tools;
  private final Contacts contacts;
  private final Retries retries;
  private final Audience audience;

  Refusals(Tools tools, Contacts contacts, Retries retries, Audience audience) {
    this.tools = tools;
    this.contacts = contacts;
    this.retries = retries;
    this.audience = audience;
  }

  /** What is true in the same step, whatever becomes of a message. */
  interface Alongside {
    /**
     * Puts it down.
     *
     * @param silent whether nobody shall learn that the message has come
     */
    void keep(Transaction step, boolean silent);
  }

  /** It cannot be opened: it is asked for again, if that is of use. */
  void unreadable(Letter letter, Alongside alongside, OpenFault fault) {
    try (Transaction step = tools.begin()) {
      String name = contacts.name(step, letter.sender().user().toUuid());
      String sentence =
          isRepeat(fault) && new Seen(step).hasSlice(sliceHash(letter))
              ? "A message of " + name + " came a second time and was put aside."
              : Words.of(fault, name, retries.ask(step, letter, fault));
      alongside.keep(step, true);
      audience.notice(step, Notice.of(Kind.REFUSED, letter.conversation(), sentence));
      step.commit();
    }
  }

  /** Under such a fault a slice that never came was put behind the header of another one. */
  private static boolean isRepeat(OpenFault fault) {
    return fault == OpenFault.NO_MESSAGE_KEY || fault == OpenFault.REPLAYED_HANDSHAKE;
  }

  /** A rule forbids to open it, for now or for good. */
  void refuse(Letter letter, Alongside alongside, RefusedException refusal) {
    switch (refusal.remedy()) {
      case NOTHING, TIME -> putAside(letter, alongside, refusal.sentence());
      case ACKNOWLEDGEMENT -> keep(letter, alongside, refusal);
    }
  }

  /** Keeps a message for the time after a person's word. */
  private void keep(Letter letter, Alongside alongside, RefusedException refusal) {
    try (Transaction step = tools.begin()) {
      alongside.keep(step, true);
      String told =
          new Unopened(step).keep(letter.kept())
              ? "A message came and is kept unopened. "
              : "A message came and was dropped, as too many are kept unopened. ";
      audience.notice(step, refusal.asNotice(letter.conversation(), told + refusal.sentence()));
      step.commit();
    }
  }

  /** What the server renamed is asked for by its own name; of a group nobody keeps it. */
  void refuse(Letter letter, Alongside alongside, ContentRejectedException refusal) {
    Consumer<Transaction> ask =
        step ->
            refusal
                .named()
                .filter(_ -> !letter.isGroup())
                .ifPresent(id -> retries.ask(step, letter, id));
    putAside(
        letter,
        (step, silent) -> {
          alongside.keep(step, silent);
          ask.accept(step);
        },
        refusal.fault().explanation());
  }

  /** It breaks a rule of groups; what no honest device does is an alarm about the sender's. */
  void refuse(Letter letter, Alongside alongside, GroupRejectedException refusal) {
    if (refusal.fault() == GroupFault.CHAIN_CONFLICT) {
      putAside(letter, alongside, Kind.ALARM, Words.ofTwoKeys(sender(letter)));
    } else {
      putAside(letter, alongside, refusal.fault().explanation());
    }
  }

  private String sender(Letter letter) {
    try (Transaction step = tools.begin()) {
      return contacts.name(step, letter.sender().user().toUuid());
    }
  }

  /** It is told of, and that is all. */
  void putAside(Letter letter, Alongside alongside, String sentence) {
    putAside(letter, alongside, Kind.REFUSED, sentence);
  }

  private void putAside(Letter letter, Alongside alongside, Kind kind, String sentence) {
    try (Transaction step = tools.begin()) {
      alongside.keep(step, true);
      audience.notice(step, Notice.of(kind, letter.conversation(), sentence));
      step.commit();
    }
  }

  private Hash32 sliceHash(Letter letter) {
    return PayloadHash.of(tools.e1(), letter.content().slice().toByteArray());
  }
}
