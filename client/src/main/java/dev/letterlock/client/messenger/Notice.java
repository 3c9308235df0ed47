package dev.letterlock.client.messenger;

import dev.letterlock.crypto.primitive.Octets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something besides messages that a person should know.
 *
 * @param conversation which it is about, or null
 * @param text one or more sentences for a person
 * @param evidence what proves it to others (docs/E2EE.md §2.10), or null
 */
public record Notice(
    Kind kind, @Nullable UUID conversation, String text, @Nullable Octets evidence) {

  /** How much it matters. */
  public enum Kind {
    /** Good to know, such as that a session began anew. */
    REMARK,
    /** The devices of somebody have changed, rightly signed. */
    DEVICES_CHANGED,
    /** Somebody's identity key has changed: compare safety numbers. */
    KEY_CHANGED,
    /** A message could not be opened or was not sent. */
    REFUSED,
    /** The server did what an honest server cannot do. */
    ALARM
  }

  /** A notice without evidence. */
  public static Notice of(Kind kind, @Nullable UUID conversation, String text) {
    return new Notice(kind, conversation, text, null);
  }

  @Override
  public String toString() {
    return "Notice[" + kind + ": " + text + "]";
  }
}
