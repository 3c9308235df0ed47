package dev.letterlock.crypto.e2ee.content;

import java.util.UUID;

/** A message of Anna's device 2 to Bert. */
final class Samples {

  static final UUID ANNA = new UUID(0xa1a1a1a1a1a141a1L, 0x81a1a1a1a1a1a1a1L);
  static final UUID BERT = new UUID(0xb2b2b2b2b2b242b2L, 0x82b2b2b2b2b2b2b2L);
  static final UUID CONVERSATION = new UUID(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
  static final UUID MESSAGE = UUID.fromString("019b7700-0000-7000-8000-000000000004");
  static final Author AUTHOR = new Author(ANNA, 2);
  static final ListView ANNAS_LIST = new ListView(3, 0x1111111111111111L);
  static final ListView BERTS_LIST = new ListView(7, 0x2222222222222222L);

  private Samples() {}

  static ContentHead head(long sequence) {
    return new ContentHead(
        AUTHOR,
        new MessagePlace(CONVERSATION, MESSAGE, 1_700_000_000_000L, sequence),
        ANNAS_LIST,
        BERTS_LIST,
        LogHead.NONE);
  }

  static Content text(String text) {
    return new Content(head(1), new ContentBody.Text(text));
  }
}
