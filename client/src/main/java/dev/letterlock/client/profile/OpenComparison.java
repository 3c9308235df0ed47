package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.content.Finding;
import dev.letterlock.crypto.e2ee.content.ListView;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import java.util.UUID;

/**
 * Somebody has seen a newer list or state than is known here, which has still to be asked for and
 * compared (docs/E2EE.md §2.6). Stored as {@code ver u8=1 | author 16 | conversation 16 | group u8
 * | peer 16 | auxiliary u8 | version u64 | hash 8 | told u8}.
 *
 * @param group whether the conversation is that of a group
 * @param peer the other one of the conversation; in a group oneself
 * @param chain of what
 * @param stated what the author sees
 * @param told whether the person knows that it could not be compared
 */
public record OpenComparison(
    UUID author,
    UUID conversation,
    boolean group,
    UUID peer,
    Finding.Chain chain,
    ListView stated,
    boolean told) {

  private static final int VERSION = 1;

  /** What a message gave away. */
  public static OpenComparison of(
      UUID author, StoredConversation conversation, Finding.NewerView newer) {
    return new OpenComparison(
        author,
        conversation.id(),
        conversation.group(),
        conversation.peer(),
        newer.chain(),
        newer.stated(),
        false);
  }

  /** The same, known to the person or not. */
  public OpenComparison told(boolean known) {
    return new OpenComparison(author, conversation, group, peer, chain, stated, known);
  }

  /** Whether it is about the states of a group. */
  public boolean isOfGroup() {
    return group && chain == Finding.Chain.AUXILIARY;
  }

  byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      return out.u8(VERSION)
          .uuid(author)
          .uuid(conversation)
          .flag(group)
          .uuid(peer)
          .flag(chain == Finding.Chain.AUXILIARY)
          .u64(stated.version())
          .u64(stated.hash8())
          .flag(told)
          .toByteArray();
    }
  }

  static OpenComparison decode(byte[] encoded) {
    StateReader in = new StateReader("open comparison", encoded).version(VERSION);
    OpenComparison open =
        new OpenComparison(
            in.uuid(),
            in.uuid(),
            in.flag(),
            in.uuid(),
            in.flag() ? Finding.Chain.AUXILIARY : Finding.Chain.AUTHOR_LIST,
            new ListView(in.u64(), in.u64()),
            in.flag());
    in.end();
    return open;
  }
}
