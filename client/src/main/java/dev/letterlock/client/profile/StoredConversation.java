package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What is known of a conversation.
 *
 * @param group whether it is one
 * @param peer the other one of the two; in a group, and in the conversation with oneself, oneself
 * @param title as shown here: the peer's name, or what the user calls the group
 * @param sent the number of the last content of this device that the server took, 0 for none
 * @param last the index of the newest message, 0 for none
 * @param read the index of the newest message that was read
 * @param introduced version of the own list whose devices were told with whom this is
 */
public record StoredConversation(
    UUID id,
    boolean group,
    UUID peer,
    String title,
    long sent,
    long last,
    long read,
    long introduced) {

  private static final int VERSION = 1;
  private static final int MOST_TITLE = 1 << 10;

  /** A conversation in which nothing has been said. */
  public static StoredConversation fresh(UUID id, boolean group, UUID peer, String title) {
    return new StoredConversation(id, group, peer, title, 0, 0, 0, 0);
  }

  /** With content of this device taken up to {@code number}. */
  public StoredConversation sentUpTo(long number) {
    long most = Math.max(sent, number);
    return new StoredConversation(id, group, peer, title, most, last, read, introduced);
  }

  /** With one message more to show. */
  public StoredConversation withOneMore() {
    return new StoredConversation(id, group, peer, title, sent, last + 1, read, introduced);
  }

  /** With everything read up to {@code index}. */
  public StoredConversation readUpTo(long index) {
    return new StoredConversation(id, group, peer, title, sent, last, index, introduced);
  }

  /** Introduced to the devices of that version of the own list. */
  public StoredConversation introducedTo(long version) {
    return new StoredConversation(id, group, peer, title, sent, last, read, version);
  }

  /** Under another title. */
  public StoredConversation named(String newTitle) {
    return new StoredConversation(id, group, peer, newTitle, sent, last, read, introduced);
  }

  byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      return out.u8(VERSION)
          .uuid(id)
          .flag(group)
          .uuid(peer)
          .block(title.getBytes(StandardCharsets.UTF_8))
          .u64(sent)
          .u64(last)
          .u64(read)
          .u64(introduced)
          .toByteArray();
    }
  }

  static StoredConversation decode(byte[] encoded) {
    StateReader in = new StateReader("conversation", encoded).version(VERSION);
    StoredConversation conversation =
        new StoredConversation(
            in.uuid(),
            in.flag(),
            in.uuid(),
            new String(in.block(MOST_TITLE), StandardCharsets.UTF_8),
            in.u64(),
            in.u64(),
            in.u64(),
            in.u64());
    in.end();
    return conversation;
  }
}
