package dev.letterlock.client.messenger.receiving;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.KeptLetter;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Seen;
import dev.letterlock.client.profile.StoredPlace;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.profile.Unopened;
import dev.letterlock.crypto.PayloadHash;
import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.e2ee.content.Content;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.e2ee.content.ContentRejectedException;
import dev.letterlock.crypto.e2ee.group.GroupRejectedException;
import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.session.OpenedHeader;
import dev.letterlock.crypto.e2ee.session.PeerState;
import dev.letterlock.crypto.e2ee.session.RetryLedger;
import dev.letterlock.crypto.e2ee.session.SessionEvent;
import dev.letterlock.crypto.e2ee.store.VaultException;
import dev.letterlock.crypto.e2ee.store.VaultFault;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.id.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what the inbox brings, each message in one transaction with the place in the inbox and the
 * ratchet's new state, so that it becomes visible exactly once. What cannot be opened changes
 * nothing but the place; it is told, and asked for again. What waits for a person's word about a
 * changed key is kept as it came. On the desk.
 */
public final class Arrivals {

  private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
  private static final Duration FORGET_EVERY = Duration.ofHours(1);

  private final Tools tools;
  private final Contacts contacts;
  private final Reading reading;
  private final GroupReading groups;
  private final Refusals refusals;
  private final Findings findings;
  private final Audience audience;
  private long forgottenAt;

  public Arrivals(
      Tools tools,
      Contacts contacts,
      Reading reading,
      GroupReading groups,
      Retries retries,
      Findings findings,
      Audience audience) {
    this.tools = tools;
    this.contacts = contacts;
    this.reading = reading;
    this.groups = groups;
    this.refusals = new Refusals(tools, contacts, retries, audience);
    this.findings = findings;
    this.audience = audience;
  }

  /**
   * Takes one message.
   *
   * @throws ApiException if the server has to be asked and cannot be: nothing is stored, the
   *     message is to come again
   * @return whether nobody shall learn that it has come: control content, what cannot be opened,
   *     and what strangers write (docs/E2EE.md R6)
   * @throws VaultException as before, where the disk refuses
   */
  public boolean take(Letter letter) {
    boolean silent = take(letter, (step, quiet) -> keepPlace(step, letter.cursor(), quiet));
    forgetOld();
    return silent;
  }

  /** A session is open: what could not be asked of the server before is asked again. */
  public void connected() {
    findings.compareOpen();
    takeKept();
  }

  /** Takes what waited for a person's word, as far as that has been said. */
  public void takeKept() {
    try {
      SortedMap<Long, KeptLetter> kept = released();
      kept.forEach((order, letter) ->
          take(Letter.of(letter), (step, _) -> new Unopened(step).remove(order)));
    } catch (ApiException e) {
      LOG.debug("still unopened: {}", e.getMessage());
    }
  }

  /** Once an hour, and at each message as long as there is more to forget. */
  private void forgetOld() {
    Instant now = tools.clock().instant();
    if (now.toEpochMilli() - forgottenAt < FORGET_EVERY.toMillis()) {
      return;
    }
    try (Transaction step = tools.begin()) {
      boolean done = new Seen(step).forgetBefore(now.minus(RetryLedger.REMEMBERED).toEpochMilli());
      step.commit();
      forgottenAt = done ? now.toEpochMilli() : forgottenAt;
    }
  }

  private SortedMap<Long, KeptLetter> released() {
    try (Transaction step = tools.begin()) {
      SortedMap<Long, KeptLetter> kept = new Unopened(step).all();
      kept.values()
          .removeIf(letter ->
              contacts.pins(step, letter.sender().user().toUuid()).pendingReset().isPresent());
      return kept;
    }
  }

  /**
   * Takes a message.
   *
   * @return whether silently
   */
  private boolean take(Letter letter, Refusals.Alongside alongside) {
    try {
      return takeOrRefuse(letter, alongside);
    } catch (ApiException e) {
      if (!e.isVerdict()) {
        throw e;
      }
      refusals.putAside(
          letter,
          alongside,
          "A message came that cannot be judged, and was put aside. " + Words.of(e));
      return true;
    } catch (VaultException e) {
      if (e.fault() != VaultFault.TOO_LARGE) {
        throw e;
      }
      refusals.putAside(letter, alongside, "A message came for which a profile has no room.");
      return true;
    } catch (RuntimeException e) {
      // Nobody may stop an inbox for good by a message that this program did not foresee.
      LOG.warn("a message that cannot be understood", e);
      refusals.putAside(letter, alongside, "A message came that this program cannot understand.");
      return true;
    }
  }

  private boolean takeOrRefuse(Letter letter, Refusals.Alongside alongside) {
    try (Transaction step = tools.begin()) {
      Seen seen = new Seen(step);
      Optional<Seen.Mark> before = seen.mark(letter.message(), letter.sender());
      Seen.Mark mark =
          before.isPresent()
              ? requireSame(step, letter, before.get())
              : new Seen.Mark(hash(letter), open(step, letter));
      if (before.isEmpty()) {
        seen.add(letter.message(), letter.sender(), mark, tools.clock().millis());
      }
      alongside.keep(step, mark.silent());
      step.commit();
      return mark.silent();
    } catch (OpenRejectedException e) {
      refusals.unreadable(letter, alongside, e.fault());
    } catch (ContentRejectedException e) {
      refusals.refuse(letter, alongside, e);
    } catch (GroupRejectedException e) {
      refusals.refuse(letter, alongside, e);
    } catch (RefusedException e) {
      refusals.refuse(letter, alongside, e);
    }
    return true;
  }

  /** A repetition, of which nobody learns more than of the first. */
  private Seen.Mark requireSame(Transaction step, Letter letter, Seen.Mark before) {
    if (before.slice().equals(hash(letter))) {
      return before;
    }
    String name = contacts.name(step, letter.sender().user().toUuid());
    throw new RefusedException(
        "A message of "
            + name
            + " came once more, or another one in its place, and was put aside. If one is missing,"
            + " ask for it.");
  }

  /** Stores that these places of the inbox stay empty, and tells what was lost with them. */
  public void takeGap(Gap gap) {
    try (Transaction step = tools.begin()) {
      keepPlace(step, gap.to(), false);
      Words.lost(gap)
          .ifPresent(sentence -> audience.notice(step, Notice.of(Kind.REMARK, null, sentence)));
      step.commit();
    }
  }

  /** Returns whether nobody shall learn of it. */
  private boolean open(Transaction step, Letter letter) {
    contacts.markPresent(letter.sender());
    if (letter.isGroup() && !isDirect(step, letter)) {
      return groups.open(step, letter);
    }
    TrustedDevice sender = contacts.device(step, letter.sender());
    OpenedHeader opened = unwrap(step, letter, sender);
    try (SecretBytes cek = opened.cek();
        PeerState next = opened.next()) {
      contacts.peers(step).putState(letter.sender(), next);
      opened.changedPreKeys().ifPresent(keys -> keepPreKeys(step, keys));
      Content content =
          ContentCodec.decodeOpened(
              tools.slices().open(cek, letter.content().slice().toByteArray()));
      opened.events().forEach(event -> report(step, letter, event));
      reading.read(step, letter, sender, content);
      return content.body().isControl()
          || !new Conversations(step).isAnswered(letter.conversation());
    }
  }

  private boolean isDirect(Transaction step, Letter letter) {
    UUID author = letter.sender().user().toUuid();
    return letter.conversation().equals(tools.conversationWith(author))
        || new Conversations(step)
            .find(letter.conversation())
            .filter(known -> !known.group())
            .isPresent();
  }

  private OpenedHeader unwrap(Transaction step, Letter letter, TrustedDevice sender) {
    byte[] header = letter.content().header().toByteArray();
    Peers peers = contacts.peers(step);
    boolean plain = header.length == PayloadSizes.RECORD;
    try (PeerState state = peers.state(letter.sender());
        OwnPreKeys keys = plain ? OwnPreKeys.none() : own(step).preKeys()) {
      return tools
          .pairwise()
          .decrypt(state, sender, keys, header, hash(letter), letter.serverTime());
    }
  }

  private void keepPreKeys(Transaction step, OwnPreKeys keys) {
    try (keys) {
      own(step).putPreKeys(keys);
    }
  }

  private void report(Transaction step, Letter letter, SessionEvent event) {
    String name = contacts.name(step, letter.sender().user().toUuid());
    switch (event) {
      case SessionEvent.Started _, SessionEvent.Relinked _, SessionEvent.Renewed _ -> {}
      case SessionEvent.Reset _ ->
          later(step, letter, "A device of " + name + " began its session anew.");
      case SessionEvent.DeviceReplaced _ ->
          later(step, letter, "A device of " + name + " has new keys, on its owner's signed list.");
    }
  }

  private void later(Transaction step, Letter letter, String sentence) {
    audience.notice(step, Notice.of(Kind.REMARK, letter.conversation(), sentence));
  }

  private Hash32 hash(Letter letter) {
    return PayloadHash.of(tools.e1(), letter.content().slice().toByteArray());
  }

  private void keepPlace(Transaction step, Cursor cursor, boolean silent) {
    if (!cursor.equals(Cursor.ZERO)) {
      own(step).putPlace(new StoredPlace(cursor, silent));
    }
  }

  private Own own(Transaction step) {
    return new Own(step, tools.e1());
  }
}
