package dev.letterlock.client.messenger;

import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.client.messenger.sending.ListNews;
import dev.letterlock.crypto.e2ee.store.RecoveryFile;
import dev.letterlock.crypto.e2ee.store.RecoveryRejectedException;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.file.Path;

/**
 * The account that a {@link Messenger} belongs to. Only a device that holds the account key can
 * change it: its first one, and any that was made with a recovery file. Any thread; every method
 * blocks for the server and throws {@link MessengerException} with a sentence for a person.
 */
public final class Account {

  private final Messenger messenger;
  private final OwnList list;
  private final OwnLinks links;
  private final ListNews news;
  private final RecoveryCopies copies;

  Account(Messenger messenger, OwnList list, OwnLinks links, ListNews news) {
    this.messenger = messenger;
    this.list = list;
    this.links = links;
    this.news = news;
    this.copies = new RecoveryCopies(messenger, list);
  }

  /**
   * Whether this device can change the account: the first one can, and one that was made with a
   * recovery file, as long as no other device has renewed the key.
   *
   * @return whether it holds the account key that is in force, as far as is known here
   */
  public boolean holdsAccountKey() {
    return messenger.reading(step -> list.isHeld(step));
  }

  /**
   * Refuses what only a device can do that holds the account key, before a person is asked for
   * more.
   *
   * @throws MessengerException unless this device {@link #holdsAccountKey}
   */
  public void requireAccountKey() {
    if (!holdsAccountKey()) {
      throw new MessengerException(OwnList.NOT_HELD);
    }
  }

  /**
   * Signs the next device list, which names one device more. The same device gets the same list
   * again. No two lists are signed for one version, so another device, and any other change here,
   * has to wait until the first one is in or, after 10 minutes, cannot come in any more; or until
   * {@link #cancelChange} gives it up.
   *
   * @param certificate of {@link DeviceRequest#certificate}
   * @return the signed list for {@link DeviceRequest#complete}
   */
  public byte[] admit(byte[] certificate) {
    return messenger.changing(step -> list.with(step, certificate).encode());
  }

  /**
   * Begins to let in a new device by the code that it shows, and makes both show six digits; {@link
   * LinkAnswer#confirm} finishes that. Nothing of the account has changed before.
   *
   * @param code of {@link DeviceLink#code}
   * @return what is to be compared and confirmed; the caller closes it
   * @throws MessengerException unless this device {@link #holdsAccountKey}; if the code is none of
   *     a new device of this account, or not good any more, or was answered before
   */
  public LinkAnswer answerLink(byte[] code) {
    requireAccountKey();
    return messenger.changing(step -> links.answer(code, this::confirm));
  }

  private void confirm(LinkAnswer answer) {
    messenger.changing(step -> {
      links.confirm(step, answer);
      return true;
    });
  }

  /**
   * Gives up the change that was begun last and is not in force, such as {@link #admit} for a
   * device that is not coming: another one may follow at once. Not for a change whose answer the
   * other device may still use; the server takes only one of the two then.
   */
  public void cancelChange() {
    messenger.changing(step -> {
      list.cancel(step);
      return true;
    });
  }

  /**
   * Removes a device for good: it is signed out, what waits for it is dropped, and nobody encrypts
   * to it any more: contacts and members of groups are told that the list has changed. What it has
   * read it keeps.
   *
   * @param device u32, as {@link Messenger#devices} names it
   */
  public void removeDevice(int device) {
    messenger.changing(step -> {
      list.remove(step, device);
      news.tell(step);
      return true;
    });
  }

  /**
   * Replaces the account key by a new one, for which the old one vouches: what others have verified
   * stays so, but safety numbers change: contacts and members of groups are told. Recovery files
   * from before are good for nothing any more, and no other device holds the new key.
   */
  public void renewKey() {
    messenger.changing(step -> {
      list.prepareKey(step);
      return true;
    });
    messenger.changing(step -> {
      list.renewKey(step);
      news.tell(step);
      return true;
    });
  }

  /**
   * Writes the account key into a new recovery file of 125 bytes (docs/E2EE.md §2.2), with which
   * {@link DeviceRequest#completeWithRecovery} makes a new device when this one is lost. Takes most
   * of a second and 256 MiB of memory. Whoever has the file and its passphrase has the account key,
   * so it is best kept away from this device, and its passphrase away from it.
   *
   * @param file not there yet; only its owner may read it
   * @param passphrase UTF-8, at least one byte; the caller closes it
   * @throws MessengerException if this device does not hold the account key, or the file is there
   *     or cannot be written; nothing of it is left then
   */
  public void writeRecoveryFile(Path file, SecretBytes passphrase) {
    writeRecoveryFile(file, passphrase, RecoveryFile.MODERATE);
  }

  /**
   * Refuses a file that {@link #writeRecoveryFile} would refuse, before a passphrase is asked for.
   *
   * @param file where the recovery file is going to be
   * @throws MessengerException if something of that name is there
   */
  public static void requireNewFile(Path file) {
    try {
      RecoveryOnDisk.requireFree(file);
    } catch (RefusedException e) {
      throw Words.asException(e);
    }
  }

  void writeRecoveryFile(Path file, SecretBytes passphrase, PasswordCost cost) {
    try {
      copies.write(file, passphrase, cost);
    } catch (RefusedException | RecoveryRejectedException e) {
      throw Words.asException(e);
    }
  }

  /**
   * Whether a recovery file that was written or used on this device is good for nothing any more,
   * as the account key was renewed since: another one should be written.
   *
   * @return whether one is outdated; of files of other devices nothing is known
   */
  public boolean isRecoveryOutdated() {
    return copies.areOutdated();
  }
}
