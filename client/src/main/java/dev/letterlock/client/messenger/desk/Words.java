package dev.letterlock.client.messenger.desk;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.Reason;
import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.attachment.AttachmentRejectedException;
import dev.letterlock.crypto.e2ee.content.ContentRejectedException;
import dev.letterlock.crypto.e2ee.group.GroupRejectedException;
import dev.letterlock.crypto.e2ee.link.LinkRejectedException;
import dev.letterlock.crypto.e2ee.store.RecoveryFault;
import dev.letterlock.crypto.e2ee.store.RecoveryRejectedException;
import dev.letterlock.crypto.e2ee.store.VaultException;
import dev.letterlock.crypto.e2ee.store.VaultFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.protocol.frame.server.Gap;
import java.util.Optional;

/** Says in plain words why something is not done. */
public final class Words {

  private Words() {}

  /** A sentence for whatever stopped a call of the user's program. */
  public static MessengerException asException(Throwable cause) {
    return switch (cause) {
      case MessengerException known -> known;
      case RefusedException refused ->
          new MessengerException(refused.reason(), refused.sentence(), refused.account(), refused);
      case ApiException api -> new MessengerException(Refusals.reason(api), of(api), null, api);
      case VaultException vault ->
          new MessengerException(reason(vault.fault()), vault.fault().explanation(), null, vault);
      case RecoveryRejectedException recovery ->
          new MessengerException(
              reason(recovery.fault()), recovery.fault().explanation(), null, recovery);
      case AttachmentRejectedException attachment ->
          new MessengerException(attachment.fault().explanation(), attachment);
      case LinkRejectedException link -> new MessengerException(link.fault().explanation(), link);
      case GroupRejectedException group ->
          new MessengerException(group.fault().explanation(), group);
      case ContentRejectedException content ->
          new MessengerException(content.fault().explanation(), content);
      default ->
          new MessengerException(
              Reason.FAILED, "Something went wrong: " + cause.getMessage(), null, cause);
    };
  }

  /** What a program is told of a profile that cannot be opened or written. */
  public static Reason reason(VaultFault fault) {
    return switch (fault) {
      case WRONG_PASSPHRASE -> Reason.WRONG_PASSPHRASE;
      case IN_USE -> Reason.PROFILE_IN_USE;
      case NOT_A_VAULT, BAD_VERSION, DAMAGED, RESTORED -> Reason.PROFILE_UNREADABLE;
      case NOT_WRITTEN, UNWITNESSED, INTERRUPTED, UNCERTAIN -> Reason.DISK;
      case TOO_LARGE -> Reason.REFUSED;
      case CLOSED -> Reason.CLOSED;
    };
  }

  private static Reason reason(RecoveryFault fault) {
    return fault == RecoveryFault.NOT_OPENED ? Reason.WRONG_PASSPHRASE : Reason.REFUSED;
  }

  /** What a refusal of the HTTP API means, and what to do next. */
  public static String of(ApiException refusal) {
    return Refusals.sentence(refusal);
  }

  /** What was lost with places of the inbox, if anything was. */
  public static Optional<String> lost(Gap gap) {
    return switch (gap.reason()) {
      case EXPIRED ->
          Optional.of(
              messages(gap) + " waited longer than the server keeps them: thrown away unread.");
      case FULL -> Optional.of(messages(gap) + " found no room at the server: thrown away unread.");
      case RETRACTED, COLLAPSED, NEW_EPOCH -> Optional.empty();
    };
  }

  private static String messages(Gap gap) {
    long count = gap.to().seq() - gap.from().seq() + 1;
    return count == 1
        ? "1 message to this device"
        : Long.toUnsignedString(count) + " messages to this device";
  }

  /** Why a key or list that the server showed is not believed. */
  public static String of(KeyRejectedException rejected, String whose) {
    return switch (rejected.fault()) {
      case BAD_SIGNATURE -> "The server showed keys of " + whose + " that nobody rightly signed.";
      case WRONG_OWNER -> "The server showed somebody else's keys as those of " + whose + ".";
      case BAD_LIST_VERSION, BAD_PREVIOUS_HASH ->
          "The list of devices of " + whose + " does not continue the one before.";
      default -> "The server showed keys of " + whose + " that are not well made.";
    };
  }

  /**
   * What a device of somebody did that gave out a second sender key under the name of the first.
   */
  public static String ofTwoKeys(String author) {
    return "A device of "
        + author
        + " gave out two different keys to what it writes in a group, under one name, as no honest"
        + " device does. The second was refused, and what is written with it cannot be read. Ask "
        + author
        + " by another way whether somebody else has that device; if so, it has to be removed.";
  }

  /**
   * Why a message stays shut that has not come before.
   *
   * @param asked whether it was asked for once more
   */
  public static String of(OpenFault fault, String author, boolean asked) {
    String next =
        asked
            ? "; it was asked for once more."
            : "; it is not asked for again, as that was done often enough.";
    return switch (fault) {
      case TOO_MANY_RESETS ->
          "A message of "
              + author
              + " cannot be opened here, as its device began its session anew too often today"
              + next;
      case SUITE_REFUSED ->
          "A message of " + author + " came with weaker protection than it should have" + next;
      case SUITE_DOWNGRADE ->
          "A message of "
              + author
              + " cannot be opened here, as its device has keys of weaker protection than before."
              + " Nothing is sent to that device either, so it is not asked for again. Ask "
              + author
              + " by another way to write it from another device.";
      case WRONG_SESSION, UNKNOWN_PRE_KEY, UNKNOWN_LINK, TOO_FAR_AHEAD ->
          "A message of " + author + " cannot be opened here" + next;
      case NO_MESSAGE_KEY,
          REPLAYED_HANDSHAKE,
          BAD_LENGTH,
          BAD_VERSION,
          BAD_KEY,
          BAD_COMMITMENT,
          BAD_TAG,
          BAD_PADDING ->
          "A message of " + author + " was changed on its way" + next;
    };
  }
}
