package dev.letterlock.crypto.e2ee.content;

import dev.letterlock.crypto.e2ee.attachment.AttachmentPointer;
import dev.letterlock.crypto.e2ee.group.SenderKeyDistribution;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.primitive.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * The kinds of content (docs/E2EE.md §2.6). Types below 0x80 are shown to a person; those from 0x80
 * are control: never shown, never answered by a receipt, and the only ones that may travel with the
 * {@code partial} flag. A type that this program does not know stays {@link Unknown} and follows
 * the same rule.
 */
public sealed interface ContentBody {

  /** The first type that is control. */
  int FIRST_CONTROL = 0x80;

  /** One byte, unsigned. */
  int type();

  /** True of content that a person never sees. */
  default boolean isControl() {
    return type() >= FIRST_CONTROL;
  }

  /**
   * 0x01: a text that somebody typed.
   *
   * @param text at most 65,415 bytes of UTF-8
   */
  record Text(String text) implements ContentBody {
    @Override
    public int type() {
      return ContentCodec.TEXT;
    }

    @Override
    public String toString() {
      return "Text[" + text.length() + "]";
    }
  }

  /**
   * 0x02: a file, which lies sealed at the server (docs/E2EE.md §2.11).
   *
   * @param pointer where it is and what opens it, owned
   */
  record Attachment(AttachmentPointer pointer) implements ContentBody {
    @Override
    public int type() {
      return ContentCodec.ATTACHMENT;
    }
  }

  /** 0x80: nothing but the ratchet step that carries it, such as the first answer of a session. */
  record Empty() implements ContentBody {
    @Override
    public int type() {
      return ContentCodec.EMPTY;
    }
  }

  /** 0x81: the author's sender key of a group. */
  record SenderKey(SenderKeyDistribution distribution) implements ContentBody {
    @Override
    public int type() {
      return ContentCodec.SENDER_KEY;
    }
  }

  /**
   * 0x82: a message could not be opened; its author sends it once more, to the same certificate
   * only (docs/E2EE.md §2.5). It does not say why.
   */
  record Retry(UUID conversation, UUID message) implements ContentBody {
    @Override
    public int type() {
      return ContentCodec.RETRY;
    }
  }

  /** 0x83: a group's newest state, so that members need not be told by the server. */
  record NewGroupState(GroupState state) implements ContentBody {
    @Override
    public int type() {
      return ContentCodec.NEW_GROUP_STATE;
    }
  }

  /**
   * 0x84: to one's own other devices only, in the conversation with oneself: there is a direct
   * conversation with this user. Its id alone does not tell with whom it is.
   */
  record Introduction(UUID user) implements ContentBody {
    @Override
    public int type() {
      return ContentCodec.INTRODUCTION;
    }
  }

  /**
   * 0x85: what the admins of a group call it; counts if its author is one of them, or an own
   * device. Of two titles the newer one counts, whenever each comes.
   *
   * @param namedAt when the group was given the title, milliseconds since 1970 by the clock of who
   *     gave it; below 2^63
   * @param title at most 200 bytes of UTF-8
   */
  record GroupTitle(UUID group, long namedAt, String title) implements ContentBody {
    /**
     * Whether this takes the place of another title; of the same time, the one that sorts later.
     */
    public boolean isNewerThan(GroupTitle other) {
      int times = Long.compare(namedAt, other.namedAt);
      return times == 0 ? Arrays.compareUnsigned(utf8(title), utf8(other.title)) > 0 : times > 0;
    }

    private static byte[] utf8(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int type() {
      return ContentCodec.GROUP_TITLE;
    }
  }

  /**
   * Any other type, of a newer program.
   *
   * @param type one byte, unsigned
   */
  record Unknown(int type, Octets body) implements ContentBody {}
}
