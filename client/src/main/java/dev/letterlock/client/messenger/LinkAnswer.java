package dev.letterlock.client.messenger;

import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.e2ee.link.LinkChannel;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A new device that {@link Account#answerLink} has begun to let in: compare the {@link #digits},
 * then {@link #confirm}. One thread; to be closed.
 */
public final class LinkAnswer implements AutoCloseable {

  private final UUID link;
  private final DeviceCert cert;
  private final LinkChannel channel;
  private final Consumer<LinkAnswer> confirming;
  private byte[] sealed = {};

  /**
   * Holds what is shared with the new device.
   *
   * @param confirming signs the list and hands it over
   */
  LinkAnswer(UUID link, DeviceCert cert, LinkChannel channel, Consumer<LinkAnswer> confirming) {
    this.link = link;
    this.cert = cert;
    this.channel = channel;
    this.confirming = confirming;
  }

  /**
   * Six digits, which the new device shows too. If it shows others, somebody else answers in its
   * place: {@link #close} this.
   *
   * @return six digits
   */
  public String digits() {
    return channel.digits();
  }

  /**
   * Lets the new device in, once a person has found the {@link #digits} to be the same. Saying it
   * again does no harm.
   *
   * @throws MessengerException as {@link Account#admit}, or if the code is not good any more
   */
  public void confirm() {
    confirming.accept(this);
  }

  UUID link() {
    return link;
  }

  DeviceCert cert() {
    return cert;
  }

  LinkChannel channel() {
    return channel;
  }

  /** What was handed over, so that saying it again says the same; empty before. */
  byte[] sealed() {
    return sealed.clone();
  }

  void keepSealed(byte[] parcel) {
    sealed = parcel.clone();
  }

  @Override
  public void close() {
    channel.close();
  }
}
