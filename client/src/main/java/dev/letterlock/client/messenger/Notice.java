package dev.letterlock.client.messenger;

import dev.letterlock.crypto.primitive.Octets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something besides messages that a person should know.
 *
 * @param conversation which it is about, or null
 * @param text one or more sentences for a person
 * @param evidence of an {@link Kind#ALARM} where there is any, else null: what proves it to others,
 *     at most 128 KiB. Two device lists of one account (docs/E2EE.md §2.2) or two states of a group
 *     (§2.8) that contradict each other, whole, with the signatures of whoever made both; the first
 *     byte is the version of the form, 1. It holds no secret. {@link Octets#toByteArray} gives the
 *     bytes, for a file
 * @param kind how much it matters
 * @param account name of the account that it is about, such as whose key has changed, or null
 */
public record Notice(
    Kind kind,
    @Nullable UUID conversation,
    @Nullable String account,
    String text,
    @Nullable Octets evidence) {

  /** How much it matters. */
  public enum Kind {
    /** Good to know, such as that a session began anew. */
    REMARK(1),
    /** The devices of somebody have changed, rightly signed. */
    DEVICES_CHANGED(2),
    /** Somebody's identity key has changed: compare safety numbers. */
    KEY_CHANGED(3),
    /** A message could not be opened or was not sent. */
    REFUSED(4),
    /** The server, or whoever else signed it, did what nobody honest can do. */
    ALARM(5),
    /**
     * Messages wait for a word about the changed key of an account: {@link Messenger#acceptNewKey}
     * or {@link Messenger#rejectNewKey}.
     */
    AWAITS_WORD(6),
    /**
     * A group names another identity key of a member than is known here: compare safety numbers; an
     * admin has to take the member out and in again.
     */
    OTHER_KEY(7);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /**
     * As it is kept: 1 to 7.
     *
     * @return a number that stays the same in all versions
     */
    public int code() {
      return code;
    }

    /**
     * Whether it is kept longer than others.
     *
     * @return true for changes of keys, other keys and alarms
     */
    public boolean isGrave() {
      return this == KEY_CHANGED || this == ALARM || this == OTHER_KEY;
    }

    /**
     * What {@link #code} gave.
     *
     * @param code 1 to 7
     * @return the kind
     */
    public static Kind of(int code) {
      return values()[code - 1];
    }
  }

  /**
   * A notice about no account, without evidence.
   *
   * @param kind how much it matters
   * @param conversation which it is about, or null
   * @param text one or more sentences for a person
   * @return the notice
   */
  public static Notice of(Kind kind, @Nullable UUID conversation, String text) {
    return new Notice(kind, conversation, null, text, null);
  }

  /**
   * The same about an account.
   *
   * @param name of the account, or null
   * @return a notice that differs in nothing else
   */
  public Notice about(@Nullable String name) {
    return new Notice(kind, conversation, name, text, evidence);
  }

  @Override
  public String toString() {
    return "Notice[" + kind + ": " + text + "]";
  }
}
