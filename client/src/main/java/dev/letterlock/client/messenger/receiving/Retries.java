package dev.letterlock.client.messenger.receiving;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.desk.MessageTime;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.sending.GroupSealer;
import dev.letterlock.client.messenger.sending.Sealer;
import dev.letterlock.client.messenger.sending.Writing;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.KeptLetter;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.SentCopy;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.e2ee.session.PeerState;
import dev.letterlock.crypto.e2ee.session.RetryLedger;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.protocol.id.DeviceAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for what could not be opened, and sends once more what others could not open: once for each
 * message, three a day for each device of a peer, and only to exactly the device that it was meant
 * for (docs/E2EE.md §2.5, R4). On the desk.
 */
public final class Retries {

  private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

  private final Tools tools;
  private final Contacts contacts;
  private final Sealer sealer;
  private final GroupSealer groups;
  private final Writing writing;

  public Retries(
      Tools tools, Contacts contacts, Sealer sealer, GroupSealer groups, Writing writing) {
    this.tools = tools;
    this.contacts = contacts;
    this.sealer = sealer;
    this.groups = groups;
    this.writing = writing;
  }

  /**
   * Asks the sender's device for a message once more; false if the limits forbid it, or if nothing
   * may be sent to that device. The request goes in a session that is offered, whatever the fault
   * was, so that nobody on the way sees it.
   */
  boolean ask(Transaction step, Letter letter, OpenFault fault) {
    if (fault == OpenFault.SUITE_DOWNGRADE) {
      return false;
    }
    boolean asked = ask(step, letter, letter.message());
    boolean ofThisDevice = letter.sender().equals(tools.address()); // as only the server can say
    if (asked && !ofThisDevice) {
      offer(step, letter, !isHandshakeLost(fault));
    }
    return asked;
  }

  /**
   * Asks for a message under the id that its author gave it.
   *
   * @return false if the limits forbid it
   */
  boolean ask(Transaction step, Letter letter, UUID message) {
    Peers peers = contacts.peers(step);
    Optional<RetryLedger> counted =
        peers.asked(letter.sender()).count(message, tools.clock().instant());
    counted.ifPresent(ledger -> {
      peers.putAsked(letter.sender(), ledger);
      expect(peers, letter.sender(), message, ledger);
      writing.control(
          step,
          letter.sender().user().toUuid(),
          List.of(letter.sender()),
          new ContentBody.Retry(letter.conversation(), message));
    });
    return counted.isPresent();
  }

  /** Asks for the sender key that opens a message to a group. */
  void askForKey(Transaction step, KeptLetter held) {
    UUID user = held.sender().user().toUuid();
    Peers peers = contacts.peers(step);
    peers
        .asked(held.sender())
        .count(held.message(), tools.clock().instant())
        .ifPresent(counted -> {
          peers.putAsked(held.sender(), counted);
          writing.control(
              step,
              user,
              List.of(held.sender()),
              new ContentBody.Retry(held.conversation(), held.message()));
        });
  }

  private static void expect(
      Peers peers, DeviceAddress device, UUID message, RetryLedger remembered) {
    List<UUID> awaited = new ArrayList<>(peers.awaited(device));
    awaited.add(message);
    awaited.removeIf(
        old -> remembered.entries().stream().noneMatch(entry -> entry.messageId().equals(old)));
    peers.putAwaited(device, awaited);
  }

  /**
   * Whether a text is one that this device was asked for, so that it may come out of turn; it is
   * not awaited any more then.
   *
   * @param sentAt when its author wrote it, which the id that was asked for tells too
   */
  boolean takeAwaited(Transaction step, DeviceAddress device, long sentAt) {
    Peers peers = contacts.peers(step);
    List<UUID> awaited = new ArrayList<>(peers.awaited(device));
    Optional<UUID> found =
        awaited.stream().filter(message -> MessageTime.of(message) == sentAt).findFirst();
    found.ifPresent(message -> {
      awaited.remove(message);
      peers.putAwaited(device, awaited);
    });
    return found.isPresent();
  }

  /** Sends once more to the device that asks: a message, or the key of a group's messages. */
  void answer(Transaction step, TrustedDevice asking, ContentBody.Retry wanted) {
    DeviceAddress device = Contacts.address(asking);
    giveWay(step, device);
    List<Draft> fresh = groups.keyFor(step, wanted.conversation(), device);
    fresh.forEach(key -> writing.post(step, key));
    if (fresh.isEmpty()) {
      new Sends(step)
          .copy(wanted.message())
          .or(() -> groups.givenKey(step, wanted.conversation(), device))
          .filter(copy -> !isWorthless(copy))
          .ifPresent(copy -> again(step, asking, copy));
    }
  }

  private void again(Transaction step, TrustedDevice asking, SentCopy copy) {
    UUID message = copy.draft().message();
    Peers peers = contacts.peers(step);
    DeviceAddress device = Contacts.address(asking);
    copy.sentTo(device)
        .flatMap(sentTo ->
            peers
                .answered(device)
                .countAnswer(message, sentTo, asking.certHash(), tools.clock().instant()))
        .ifPresent(counted -> {
          peers.putAnswered(device, counted);
          writing.again(step, copy.draft(), asking);
        });
  }

  private void giveWay(Transaction step, DeviceAddress device) {
    Peers peers = contacts.peers(step);
    try (PeerState state = peers.state(device);
        PeerState next = tools.pairwise().giveWay(state)) {
      peers.putState(device, next);
    }
  }

  private void offer(Transaction step, Letter letter, boolean linked) {
    try {
      sealer.offer(step, contacts.device(step, letter.sender()), linked);
    } catch (ApiException | RefusedException e) {
      LOG.debug("no new session with {}: {}", letter.sender(), e.getMessage());
    }
  }

  private static boolean isWorthless(SentCopy copy) {
    return switch (ContentCodec.decode(ByteBuffer.wrap(copy.draft().content().toByteArray()))
        .body()) {
      case ContentBody.Retry _, ContentBody.Empty _ -> true;
      case ContentBody.Text _,
          ContentBody.Attachment _,
          ContentBody.SenderKey _,
          ContentBody.NewGroupState _,
          ContentBody.Introduction _,
          ContentBody.GroupTitle _,
          ContentBody.Unknown _ ->
          false;
    };
  }

  /** The sender began a session that cannot be taken, perhaps because it has lost all others. */
  private static boolean isHandshakeLost(OpenFault fault) {
    return fault == OpenFault.UNKNOWN_PRE_KEY || fault == OpenFault.UNKNOWN_LINK;
  }
}
