package dev.letterlock.loadtest.ledger;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.protocol.id.UserId;
import java.util.List;

/**
 * One line of a device's ledger. Times are the server's, µs since 1970; digests are those of {@link
 * Digest}.
 */
public sealed interface Entry {

  /** A life of the device begins, its first or the one after a crash; or a session does. */
  record Begun(DeviceAddress device) implements Entry {}

  /**
   * A message is about to be handed in for the first time.
   *
   * @param digest of what every addressed device gets to see
   * @param targets the addressed devices, at most 64
   */
  record Submitted(
      MessageId id,
      long digest,
      ConversationId conversation,
      UserId recipient,
      List<DeviceAddress> targets)
      implements Entry {

    public Submitted {
      targets = List.copyOf(targets);
    }
  }

  /**
   * The server has promised a message to all addressed devices but the full ones.
   *
   * @param time strictly rising per sender device
   */
  record Accepted(MessageId id, long time, List<DeviceAddress> full) implements Entry {

    public Accepted {
      full = List.copyOf(full);
    }
  }

  /**
   * The server has refused a message for good.
   *
   * @param code of docs/PROTOCOL.md §7.1, 0 for a roster mismatch
   */
  record Refused(MessageId id, int code) implements Entry {}

  /** A message has come, and what becomes of it is decided; it is acked afterwards. */
  sealed interface Arrived extends Entry {

    /** In this device's inbox. */
    Cursor place();

    MessageId id();

    DeviceAddress sender();

    long time();

    long digest();
  }

  /** A message is about to be shown. */
  record Shown(Cursor place, MessageId id, DeviceAddress sender, long time, long digest)
      implements Arrived {}

  /** A message is rejected and kept aside, and never shown. */
  record PutAside(Cursor place, MessageId id, DeviceAddress sender, long time, long digest)
      implements Arrived {}

  /** A message has come again after the server lost its memory of some time, and is ignored. */
  record Repeated(Cursor place, MessageId id, DeviceAddress sender, long time, long digest)
      implements Arrived {}

  /**
   * The server is about to lose its memory of what happens from here to the next such entry, as its
   * durability allows; or has lost it.
   */
  record AtRisk(boolean begins) implements Entry {}

  /**
   * A Gap was stored.
   *
   * @param reason code of docs/PROTOCOL.md §5.6
   */
  record Skipped(Cursor from, Cursor to, int reason) implements Entry {}

  /**
   * A receipt was stored.
   *
   * @param kind code of docs/PROTOCOL.md §5.7
   * @param senderDevice the own device whose messages are meant, u32
   */
  record Told(int kind, ConversationId conversation, UserId reader, int senderDevice, long upTo)
      implements Entry {}

  /**
   * A one-time pre-key was handed to this device.
   *
   * @param key digest of its 36 bytes
   */
  record Claimed(RequestId request, DeviceAddress target, long key) implements Entry {}
}
