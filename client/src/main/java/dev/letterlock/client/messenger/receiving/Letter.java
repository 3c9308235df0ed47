package dev.letterlock.client.messenger.receiving;

import dev.letterlock.client.profile.KeptLetter;
import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.envelope.Envelope;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A Deliver frame, copied out of the connection's buffer.
 *
 * @param sender as the server says
 * @param time server time, µs since 1970
 */
public record Letter(
    Cursor cursor,
    DeviceAddress sender,
    UUID conversation,
    UUID message,
    long time,
    boolean partial,
    Content content) {

  /**
   * What only the sender's device can have made.
   *
   * @param header 93, 143 or 1,231 bytes; none in a group
   * @param slice 73 + P bytes; in a group all 166 + P of the message
   */
  public record Content(Octets header, Octets slice) {}

  public static Letter of(Deliver deliver) {
    Envelope envelope = deliver.envelope();
    return new Letter(
        deliver.cursor(),
        envelope.sender(),
        envelope.conversation().toUuid(),
        envelope.messageId().toUuid(),
        envelope.time(),
        envelope.isPartial(),
        new Content(Octets.of(envelope.copyHeader()), Octets.of(envelope.copySlice())));
  }

  /** A letter that was kept; its place in the inbox is stored already. */
  static Letter of(KeptLetter kept) {
    return new Letter(
        Cursor.ZERO,
        kept.sender(),
        kept.conversation(),
        kept.message(),
        kept.time(),
        kept.partial(),
        new Content(kept.header(), kept.body()));
  }

  /** This letter as it is kept before it may be opened. */
  KeptLetter kept() {
    return kept(content.header(), content.slice());
  }

  /** This letter as it is kept once it was opened: the key to it cannot be had again. */
  KeptLetter keptOpened(Octets opened) {
    return kept(Octets.of(new byte[0]), opened);
  }

  private KeptLetter kept(Octets header, Octets body) {
    return new KeptLetter(sender, conversation, message, time, partial, header, body);
  }

  /** When the server took it, by its word. */
  Instant serverTime() {
    return Instant.ofEpochMilli(TimeUnit.MICROSECONDS.toMillis(time));
  }

  /** Whether it may begin a session. */
  public boolean isHandshake() {
    return content.header().size() > PayloadSizes.RECORD;
  }

  /**
   * Whether it came as by the route of groups, where there is no header for each device. A server
   * that cuts off the header of another message makes it look so.
   */
  public boolean isGroup() {
    return content.header().size() == 0;
  }

  @Override
  public String toString() {
    return "Letter[" + cursor + ", " + message + "]";
  }
}
