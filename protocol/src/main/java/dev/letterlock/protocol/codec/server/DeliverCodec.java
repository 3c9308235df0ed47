package dev.letterlock.protocol.codec.server;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.envelope.Envelope;
import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.id.Cursor;
import io.netty.buffer.ByteBuf;

/**
 * Bytes of {@link Deliver} (docs/PROTOCOL.md §5.4). A server writes a stored envelope behind {@link
 * #writeHead} and makes no Deliver of it.
 */
public final class DeliverCodec {
  /** Where the envelope begins within the frame. */
  public static final int ENVELOPE_OFFSET = Wire.HEADER_SIZE + Cursor.SIZE;

  private DeliverCodec() {}

  /** Bytes of the frame around an envelope of {@code envelopeLength} bytes. */
  public static int size(int envelopeLength) {
    return ENVELOPE_OFFSET + envelopeLength;
  }

  /** Appends everything before the envelope, and makes room for that too. */
  public static void writeHead(long epoch, long seq, int envelopeLength, ByteBuf out) {
    FrameHead.write(FrameType.DELIVER, size(envelopeLength), out);
    out.writeLong(epoch).writeLong(seq);
  }

  /** Appends the frame around {@code length} bytes of a stored envelope from {@code index}. */
  public static void write(
      long epoch, long seq, ByteBuf envelope, int index, int length, ByteBuf out) {
    writeHead(epoch, seq, length, out);
    out.writeBytes(envelope, index, length);
  }

  static Deliver read(FieldReader in) {
    Cursor cursor = in.cursor();
    Envelope envelope = EnvelopeCodec.read(in.buffer(), in.position(), in.remaining());
    in.skipRest();
    return new Deliver(cursor, envelope);
  }

  static int size(Deliver deliver) {
    return size(deliver.envelope().length());
  }

  static void write(Deliver deliver, ByteBuf out) {
    Cursor cursor = deliver.cursor();
    writeHead(cursor.epoch(), cursor.seq(), deliver.envelope().length(), out);
    out.writeBytes(deliver.envelope().bytes());
  }
}
