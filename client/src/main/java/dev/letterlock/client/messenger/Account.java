package dev.letterlock.client.messenger;

import dev.letterlock.client.messenger.sending.ListNews;

/**
 * The account that a {@link Messenger} belongs to. Only its first device, which holds the account
 * key, can change it. Any thread; every method blocks for the server and throws {@link
 * MessengerException} with a sentence for a person.
 */
public final class Account {

  private final Messenger messenger;
  private final OwnList list;
  private final ListNews news;

  Account(Messenger messenger, OwnList list, ListNews news) {
    this.messenger = messenger;
    this.list = list;
    this.news = news;
  }

  /**
   * Whether this is the account's first device, which alone can change the account.
   *
   * @return whether it holds the account key
   */
  public boolean isFirstDevice() {
    return messenger.reading(step -> list.isHeld(step));
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
   * stays so, but safety numbers change: contacts and members of groups are told.
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
}
