package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.Octets;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person was told.
 *
 * @param kind 1 to 7, as the messenger numbers them
 * @param conversation which it is about, or null
 * @param account name of the one that it is about, at most 64 characters, or null
 * @param after index of the newest message there when it was told, 0 for none
 * @param time milliseconds since 1970 by this device's clock
 * @param text at most 4,000 characters; what is longer is cut
 * @param evidence what proves it to others; may be empty
 */
public record StoredNotice(
    int kind,
    @Nullable UUID conversation,
    @Nullable String account,
    long after,
    long time,
    String text,
    Octets evidence) {

  private static final int VERSION = 2;

  /** Of the form before, which named no account. */
  private static final int VERSION_WITHOUT_ACCOUNT = 1;

  private static final int MOST_KINDS = 7;
  private static final int MOST_NAME = 64;
  private static final int MOST_ACCOUNT = 4 * MOST_NAME;
  private static final int MOST_CHARACTERS = 4_000;
  private static final int MOST_TEXT = 1 << 14;
  private static final int MOST_EVIDENCE = 1 << 17;

  public StoredNotice {
    account = account == null || account.length() > MOST_NAME ? null : account;
    text = text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
  }

  byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      out.u8(VERSION).u8(kind).flag(conversation != null);
      if (conversation != null) {
        out.uuid(conversation);
      }
      out.block(account == null ? new byte[0] : account.getBytes(StandardCharsets.UTF_8));
      return out.u64(after)
          .u64(time)
          .block(text.getBytes(StandardCharsets.UTF_8))
          .block(evidence.toByteArray())
          .toByteArray();
    }
  }

  static StoredNotice decode(byte[] encoded) {
    boolean old = encoded.length > 0 && encoded[0] == VERSION_WITHOUT_ACCOUNT;
    StateReader in =
        new StateReader("notice", encoded).version(old ? VERSION_WITHOUT_ACCOUNT : VERSION);
    StoredNotice notice =
        new StoredNotice(
            kind(in),
            in.flag() ? in.uuid() : null,
            old ? null : account(in),
            in.u64(),
            in.u64(),
            new String(in.block(MOST_TEXT), StandardCharsets.UTF_8),
            Octets.of(in.block(MOST_EVIDENCE)));
    in.end();
    return notice;
  }

  private static @Nullable String account(StateReader in) {
    String account = new String(in.block(MOST_ACCOUNT), StandardCharsets.UTF_8);
    return account.isEmpty() ? null : account;
  }

  private static int kind(StateReader in) {
    int kind = in.u8();
    if (kind < 1 || kind > MOST_KINDS) {
      throw in.badValue("kind: " + kind + " (expected: 1 to 7)");
    }
    return kind;
  }
}
