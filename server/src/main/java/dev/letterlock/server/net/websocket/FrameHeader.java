package dev.letterlock.server.net.websocket;

import io.netty.buffer.ByteBuf;

/**
 * The header of one frame of a client (RFC 6455 §5.2), read in as many pieces as it comes in. What
 * the header alone forbids makes it broken: reserved bits and opcodes, a missing mask, a control
 * frame that is long or a fragment, a length that is not in its shortest form.
 */
final class FrameHeader {

  private enum Field {
    FIRST,
    SECOND,
    LENGTH,
    MASK
  }

  private static final int FIN = 0x80;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0F;
  private static final int MASKED = 0x80;
  private static final int LENGTH_16 = 126;

  private Field field = Field.FIRST;
  private byte bytesLeft;
  private byte opcode;
  private boolean last;
  private boolean broken;
  private int mask;
  private int shortestLength;
  private long length;

  /** Takes bytes up to the end of the header; true when it is complete or known to be broken. */
  boolean read(ByteBuf in) {
    while (in.isReadable()) {
      boolean complete =
          switch (field) {
            case FIRST -> first(in.readByte());
            case SECOND -> second(in.readByte());
            case LENGTH -> extendedLength(in.readByte());
            case MASK -> mask(in);
          };
      if (complete) {
        return true;
      }
    }
    return false;
  }

  /** True while some of the header has come and the rest has not. */
  boolean partial() {
    return field != Field.FIRST;
  }

  boolean broken() {
    return broken;
  }

  boolean last() {
    return last;
  }

  int opcode() {
    return opcode;
  }

  boolean control() {
    return Opcode.isControl(opcode);
  }

  /** Bytes of payload: 0 or more. */
  long length() {
    return length;
  }

  int mask() {
    return mask;
  }

  private boolean first(byte octet) {
    last = (octet & FIN) != 0;
    opcode = (byte) (octet & OPCODE);
    field = Field.SECOND;
    broken = (octet & RESERVED) != 0 || !Opcode.isKnown(opcode) || (control() && !last);
    return broken;
  }

  private boolean second(byte octet) {
    int code = octet & 0x7F;
    broken = (octet & MASKED) == 0 || (control() && code > WebSocketWriter.MAX_CONTROL);
    length = code < LENGTH_16 ? code : 0;
    if (code < LENGTH_16) {
      expect(Field.MASK, Integer.BYTES);
    } else {
      shortestLength = code == LENGTH_16 ? LENGTH_16 : 0x10000;
      expect(Field.LENGTH, code == LENGTH_16 ? Short.BYTES : Long.BYTES);
    }
    return broken;
  }

  private boolean extendedLength(byte octet) {
    length = (length << Byte.SIZE) | (octet & 0xFF);
    if (--bytesLeft == 0) {
      broken = length < shortestLength;
      expect(Field.MASK, Integer.BYTES);
    }
    return broken;
  }

  private boolean mask(ByteBuf in) {
    if (bytesLeft == Integer.BYTES && in.readableBytes() >= Integer.BYTES) {
      mask = in.readInt();
      bytesLeft = 0;
    } else {
      mask = (mask << Byte.SIZE) | in.readUnsignedByte();
      bytesLeft--;
    }
    if (bytesLeft > 0) {
      return false;
    }
    field = Field.FIRST;
    return true;
  }

  private void expect(Field next, int bytes) {
    field = next;
    bytesLeft = (byte) bytes;
  }
}
