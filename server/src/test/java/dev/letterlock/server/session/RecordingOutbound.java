package dev.letterlock.server.session;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.codec.server.ServerFrameDecoder;
import dev.letterlock.protocol.frame.server.ServerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what a session sends, decoded as a client would. */
public final class RecordingOutbound implements Outbound {
  private final List<ServerFrame> frames = new ArrayList<>();
  private final ServerFrameDecoder decoder = new ServerFrameDecoder();

  private ByteBuf begun = Unpooled.EMPTY_BUFFER;
  private int announced;
  private boolean writable = true;
  private boolean reading = true;
  private @Nullable CloseCode closed;

  @Override
  public ByteBuf begin(FrameType type, int length) {
    announced = length;
    begun = Unpooled.buffer(length);
    return begun;
  }

  @Override
  public void end() {
    if (begun.readableBytes() != announced) {
      throw new AssertionError(begun.readableBytes() + " bytes (expected: " + announced + ")");
    }
    frames.add(decoder.read(begun));
  }

  @Override
  public boolean writable() {
    return writable;
  }

  public void writable(boolean now) {
    writable = now;
  }

  @Override
  public void reading(boolean wanted) {
    reading = wanted;
  }

  public boolean reading() {
    return reading;
  }

  @Override
  public void close(CloseCode code) {
    closed = code;
  }

  public @Nullable CloseCode closedWith() {
    return closed;
  }

  public List<ServerFrame> frames() {
    return List.copyOf(frames);
  }

  /** The frames since the last call. */
  public List<ServerFrame> take() {
    List<ServerFrame> taken = List.copyOf(frames);
    frames.clear();
    return taken;
  }
}
