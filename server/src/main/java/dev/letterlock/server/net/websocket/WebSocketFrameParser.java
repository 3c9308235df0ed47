package dev.letterlock.server.net.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of one client as they come and hands whole messages to a sink: RFC 6455 §5
 * without extensions. A frame that lies whole in the buffer it was read into is unmasked in place
 * and handed on from there; only pieces are gathered, in a buffer that lives no longer than the
 * message. Nothing is allocated on the first way. Runs on the connection's event loop.
 */
public final class WebSocketFrameParser {

  private enum Stage {
    HEADER,
    PAYLOAD,
    ENDED
  }

  private static final byte NO_MESSAGE = 0;
  private static final int FIRST_PIECE = 4096;

  private final WebSocketLimits limits;
  private final WebSocketSink sink;
  private final FrameHeader header = new FrameHeader();

  private Stage stage = Stage.HEADER;
  private byte messageOpcode = NO_MESSAGE;
  private int length;
  private int consumed;
  private int fragments;
  private @Nullable ByteBuf message;
  private @Nullable ByteBuf control;
  private @Nullable Utf8Validator utf8;

  public WebSocketFrameParser(WebSocketLimits limits, WebSocketSink sink) {
    this.limits = limits;
    this.sink = sink;
  }

  /**
   * Takes all readable bytes. The caller keeps the buffer, must be its only reader, and finds its
   * payloads unmasked afterwards.
   */
  public void read(ByteBuf in, ByteBufAllocator allocator) {
    while (in.isReadable() || (stage == Stage.PAYLOAD && length == 0)) {
      switch (stage) {
        case HEADER -> header(in);
        case PAYLOAD -> payload(in, allocator);
        case ENDED -> in.skipBytes(in.readableBytes());
      }
    }
  }

  /** True while part of a message or of a frame has come and the rest has not. */
  public boolean midMessage() {
    return messageOpcode != NO_MESSAGE || stage == Stage.PAYLOAD || header.partial();
  }

  /** Ends parsing: gives back what was gathered and skips all bytes to come. */
  public void end() {
    stage = Stage.ENDED;
    messageOpcode = NO_MESSAGE;
    releaseMessage();
    releaseControl();
  }

  private void header(ByteBuf in) {
    if (!header.read(in)) {
      return;
    }
    CloseStatus fault = fault();
    if (fault != null) {
      violation(fault);
      return;
    }
    if (!header.control()) {
      fragments++;
      messageOpcode = messageOpcode == NO_MESSAGE ? (byte) header.opcode() : messageOpcode;
    }
    length = (int) header.length();
    consumed = 0;
    stage = Stage.PAYLOAD;
  }

  private @Nullable CloseStatus fault() {
    boolean continues = header.opcode() == Opcode.CONTINUATION;
    if (header.broken() || (!header.control() && continues == (messageOpcode == NO_MESSAGE))) {
      return CloseStatus.PROTOCOL_ERROR;
    }
    if (header.control()) {
      return null;
    }
    if (header.opcode() == Opcode.TEXT && !limits.text()) {
      return CloseStatus.TEXT_NOT_SUPPORTED;
    }
    if (header.length() > limits.maxMessage() - gathered()) {
      return CloseStatus.TOO_BIG;
    }
    return fragments < limits.maxFragments() ? null : CloseStatus.TOO_MANY_FRAGMENTS;
  }

  private int gathered() {
    return message == null ? 0 : message.readableBytes();
  }

  private void payload(ByteBuf in, ByteBufAllocator allocator) {
    boolean whole = consumed == 0 && in.readableBytes() >= length;
    if (whole && header.control()) {
      dispatchControl(in, takeInPlace(in), length);
    } else if (whole && header.last() && message == null) {
      wholeMessage(in);
    } else if (header.control()) {
      gatherControl(in, allocator);
    } else {
      gatherMessage(in, allocator);
    }
  }

  private int takeInPlace(ByteBuf in) {
    int index = in.readerIndex();
    Mask.removeInPlace(in, index, length, header.mask());
    in.skipBytes(length);
    consumed = length;
    stage = Stage.HEADER;
    return index;
  }

  private void wholeMessage(ByteBuf in) {
    int index = takeInPlace(in);
    if (acceptsText(in, index, length)) {
      dispatchMessage(in, index, length);
    }
  }

  private void gatherControl(ByteBuf in, ByteBufAllocator allocator) {
    if (control == null) {
      control = allocator.buffer(WebSocketWriter.MAX_CONTROL, WebSocketWriter.MAX_CONTROL);
    }
    ByteBuf frame = control;
    gather(in, frame);
    if (consumed == length) {
      control = null;
      stage = Stage.HEADER;
      try {
        dispatchControl(frame, 0, length);
      } finally {
        frame.release();
      }
    }
  }

  private void gatherMessage(ByteBuf in, ByteBufAllocator allocator) {
    if (message == null) {
      int room = Math.max(in.readableBytes(), FIRST_PIECE);
      message = allocator.buffer(Math.min(length, room), limits.maxMessage());
    }
    ByteBuf pieces = message;
    int before = pieces.readableBytes();
    gather(in, pieces);
    if (!acceptsText(pieces, before, pieces.readableBytes() - before)) {
      return;
    }
    if (consumed == length) {
      stage = Stage.HEADER;
      if (header.last()) {
        finishMessage(pieces);
      }
    }
  }

  private void gather(ByteBuf in, ByteBuf out) {
    int taken = Math.min(in.readableBytes(), length - consumed);
    Mask.removeWhileCopying(in, out, taken, Mask.advance(header.mask(), consumed));
    consumed += taken;
  }

  private void finishMessage(ByteBuf pieces) {
    message = null;
    try {
      dispatchMessage(pieces, 0, pieces.readableBytes());
    } finally {
      pieces.release();
    }
  }

  /** False, after saying so, if the bytes of a text are not UTF-8 or end within a character. */
  private boolean acceptsText(ByteBuf buffer, int index, int count) {
    if (messageOpcode != Opcode.TEXT) {
      return true;
    }
    if (utf8 == null) {
      utf8 = new Utf8Validator();
    }
    boolean ends = header.last() && consumed == length;
    if (!utf8.accepts(buffer, index, count) || (ends && !utf8.complete())) {
      violation(CloseStatus.INVALID_UTF8);
      return false;
    }
    return true;
  }

  private void dispatchMessage(ByteBuf buffer, int index, int size) {
    boolean text = messageOpcode == Opcode.TEXT;
    messageOpcode = NO_MESSAGE;
    fragments = 0;
    utf8 = null;
    if (text) {
      sink.text(buffer, index, size);
    } else {
      sink.binary(buffer, index, size);
    }
  }

  private void dispatchControl(ByteBuf buffer, int index, int size) {
    switch (header.opcode()) {
      case Opcode.PING -> sink.ping(buffer, index, size);
      case Opcode.PONG -> sink.pong();
      default -> close(buffer, index, size);
    }
  }

  private void close(ByteBuf buffer, int index, int size) {
    if (size == 0) {
      end();
      sink.close(CloseStatus.NO_CODE);
      return;
    }
    if (size < Short.BYTES || !CloseStatus.mayBeReceived(buffer.getUnsignedShort(index))) {
      violation(CloseStatus.PROTOCOL_ERROR);
      return;
    }
    Utf8Validator reason = new Utf8Validator();
    if (!reason.accepts(buffer, index + Short.BYTES, size - Short.BYTES) || !reason.complete()) {
      violation(CloseStatus.INVALID_UTF8);
      return;
    }
    int code = buffer.getUnsignedShort(index);
    end();
    sink.close(code);
  }

  private void violation(CloseStatus status) {
    end();
    sink.violation(status);
  }

  private void releaseMessage() {
    if (message != null) {
      message.release();
      message = null;
    }
  }

  private void releaseControl() {
    if (control != null) {
      control.release();
      control = null;
    }
  }
}
