package dev.letterlock.client.messenger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One text, or one file, of a conversation.
 *
 * @param id UUIDv7, of its author's choice: only among the messages of one author is it unique
 * @param conversation {@link Messenger#conversation} finds it by this, also in a later run
 * @param index counts the messages of a conversation on this device from 1; never changes
 * @param author name of the account that wrote it
 * @param own whether the account is one's own
 * @param sentAt by the author's clock
 * @param readers in a group, how many others have seen an own message; 0 in a conversation of two
 * @param status how far it has come
 * @param text at most 65,415 bytes of UTF-8; untrusted text of others, to be shown with care; empty
 *     beside a file
 * @param attachment a file, which {@link Conversation#saveFile} fetches; null for a text
 */
public record Message(
    UUID id,
    UUID conversation,
    long index,
    String author,
    boolean own,
    Instant sentAt,
    Status status,
    int readers,
    String text,
    @Nullable Attachment attachment) {

  /** How far a message has come; of those of others always {@link #RECEIVED}. */
  public enum Status {
    /** Kept here until the server can be reached. */
    WAITING,
    /** On the server's disk. */
    SENT,
    /** On a device of a recipient. */
    DELIVERED,
    /** Somebody has seen it. */
    READ,
    /** Refused for good; a {@link Notice} said why. */
    FAILED,
    /** Somebody else's. */
    RECEIVED
  }

  @Override
  public String toString() {
    return "Message[" + id + ", " + status + "]";
  }
}
