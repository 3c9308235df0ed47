package dev.letterlock.server.net.websocket;

import io.netty.buffer.ByteBuf;

/**
 * Tells valid UTF-8 (RFC 3629 §4) from other bytes, across pieces and at the first byte that cannot
 * be continued. For one thread.
 */
final class Utf8Validator {

  private static final int CONTINUATION_MIN = 0x80;
  private static final int CONTINUATION_MAX = 0xBF;
  private static final long ASCII = 0x8080808080808080L;

  private int missing;
  private int min = CONTINUATION_MIN;
  private int max = CONTINUATION_MAX;

  /** Takes the next piece; false if no text can begin like this. */
  boolean accepts(ByteBuf buffer, int index, int length) {
    int at = index;
    int end = index + length;
    while (at < end) {
      if (missing == 0 && end - at >= Long.BYTES && (buffer.getLong(at) & ASCII) == 0) {
        at += Long.BYTES;
      } else if (!accepts(buffer.getByte(at++) & 0xFF)) {
        return false;
      }
    }
    return true;
  }

  /** True if the text may end here. */
  boolean complete() {
    return missing == 0;
  }

  private boolean accepts(int octet) {
    if (missing == 0) {
      return octet < 0x80 || begins(octet);
    }
    if (octet < min || octet > max) {
      return false;
    }
    missing--;
    expectAny();
    return true;
  }

  private boolean begins(int octet) {
    if (octet < 0xC2 || octet > 0xF4) {
      return false;
    }
    expectAny();
    missing = octet < 0xE0 ? 1 : octet < 0xF0 ? 2 : 3;
    switch (octet) {
      case 0xE0 -> min = 0xA0; // shorter forms exist
      case 0xED -> max = 0x9F; // surrogates
      case 0xF0 -> min = 0x90; // shorter forms exist
      case 0xF4 -> max = 0x8F; // above U+10FFFF
      default -> {}
    }
    return true;
  }

  private void expectAny() {
    min = CONTINUATION_MIN;
    max = CONTINUATION_MAX;
  }
}
