package dev.letterlock.server.session;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.codec.server.ServerFrameEncoder;
import dev.letterlock.protocol.frame.server.ServerFrame;
import io.netty.buffer.ByteBuf;
import java.util.Objects;

/**
 * The way out of the house: frames written here reach one client. Implemented by the edge; used on
 * the connection's event loop only.
 */
public interface Outbound {
  /**
   * Begins a frame of this type and exactly {@code length} bytes. The caller appends them to the
   * returned buffer, which stays the property of the edge, and calls {@link #end}. Frames begun in
   * one turn of the event loop leave with one flush.
   */
  ByteBuf begin(FrameType type, int length);

  /** Ends the frame that was begun last. */
  void end();

  /** Writes a whole frame that is not on the hot path. */
  default void send(ServerFrame frame) {
    FrameType type = Objects.requireNonNull(FrameType.of(frame.typeCode()));
    ServerFrameEncoder.write(frame, begin(type, ServerFrameEncoder.size(frame)));
    end();
  }

  /** False while the client reads too slowly for more than bounded memory. */
  boolean writable();

  /** Stops reading from the client, or goes on. */
  void reading(boolean wanted);

  /** Sends a close frame with the code's reason and closes the connection. */
  void close(CloseCode code);
}
