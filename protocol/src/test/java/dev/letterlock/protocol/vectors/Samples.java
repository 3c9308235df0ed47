package dev.letterlock.protocol.vectors;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.protocol.id.UserId;

/** Values that the vectors share. */
final class Samples {
  static final UserId ANNA = UserId.parse("0a0a0a0a-0000-4000-8000-000000000001");
  static final UserId BERT = UserId.parse("0b0b0b0b-0000-4000-8000-000000000002");
  static final ConversationId CHAT = ConversationId.parse("0c0c0c0c-0000-4000-8000-000000000003");
  static final MessageId LETTER = MessageId.parse("019b7700-0000-7000-8000-000000000004");
  static final RequestId QUESTION = RequestId.parse("0d0d0d0d-0000-4000-8000-000000000005");

  /** 2026-01-01T00:00:00Z in µs. */
  static final long TIME = 1_767_225_600_000_000L;

  static final int U32_MAX = -1;
  static final long U64_MAX = -1;

  /** The last one that there is. */
  static final Cursor LAST_PLACE = new Cursor(Cursor.LIMIT - 1, Cursor.LIMIT - 1);

  private Samples() {}

  /** Bytes that rise from {@code first} by one each. */
  static OpaqueBytes bytes(int length, int first) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return OpaqueBytes.wrap(bytes);
  }
}
