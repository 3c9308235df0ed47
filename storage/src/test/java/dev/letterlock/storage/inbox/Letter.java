package dev.letterlock.storage.inbox;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message for an engine, with an envelope as the server would write it. */
public record Letter(
    DeviceAddress sender,
    long id,
    String text,
    List<DeviceAddress> recipients,
    List<DeviceAddress> own,
    long expiry,
    @Nullable Long collapseTag) {

  /** In which all letters are. */
  public static final ConversationId CONVERSATION = new ConversationId(7, 9);

  public static Letter to(DeviceAddress sender, long id, DeviceAddress... recipients) {
    return new Letter(
        sender, id, "text " + id, List.of(recipients), List.of(), Long.MAX_VALUE, null);
  }

  public Letter saying(String newText) {
    return new Letter(sender, id, newText, recipients, own, expiry, collapseTag);
  }

  public Letter andOwn(DeviceAddress... devices) {
    return new Letter(sender, id, text, recipients, List.of(devices), expiry, collapseTag);
  }

  public Letter expiring(long micros) {
    return new Letter(sender, id, text, recipients, own, micros, collapseTag);
  }

  public Letter collapsing(long tag) {
    return new Letter(sender, id, text, recipients, own, expiry, tag);
  }

  public MessageId messageId() {
    return new MessageId(~id, id);
  }

  /** Adds it to a batch. */
  public Submission addTo(InboxBatch batch) {
    Submission submission = batch.addSubmission();
    submission.begin(sender, ~id, id);
    submission.content(text.hashCode());
    submission.attach(this, (int) id);
    if (collapseTag != null) {
      submission.collapse(~collapseTag, collapseTag);
    }
    recipients.forEach(device -> addTarget(batch.arena(), submission, device));
    submission.recipientsEnd();
    own.forEach(device -> addTarget(batch.arena(), submission, device));
    return submission;
  }

  /** The text of an envelope; its header carries none. */
  public static String textOf(ByteBuf envelope) {
    int header = envelope.getUnsignedShort(envelope.readerIndex() + 69);
    int slice = envelope.readerIndex() + 71 + header;
    return envelope.toString(slice + 4, envelope.getInt(slice), StandardCharsets.UTF_8);
  }

  /** The server time in an envelope. */
  public static long timeOf(ByteBuf envelope) {
    return envelope.getLong(envelope.readerIndex() + 1);
  }

  private void addTarget(ByteBuf arena, Submission submission, DeviceAddress device) {
    int offset = arena.writerIndex();
    UserId user = sender.user();
    byte[] slice = text.getBytes(StandardCharsets.UTF_8);
    arena.writeByte(0).writeLong(0).writeLong(expiry);
    arena.writeLong(user.high()).writeLong(user.low()).writeInt(sender.device());
    arena.writeLong(CONVERSATION.high()).writeLong(CONVERSATION.low());
    arena.writeLong(~id).writeLong(id);
    arena.writeShort(4).writeInt(device.device());
    arena.writeInt(slice.length).writeBytes(slice);
    submission.addTarget(device, offset, arena.writerIndex() - offset, device);
    if (id % 3 == 0) {
      // Some are filed at once, so that every test of an engine has both.
      submission.lastTargetIsAway();
    }
  }
}
