package dev.letterlock.server.net;

import dev.letterlock.server.net.websocket.CloseStatus;
import io.netty.buffer.ByteBuf;

/** One client after the upgrade, as its session sees it. Used on {@link #loop}'s thread only. */
public interface Connection {

  EdgeLoop loop();

  /**
   * Begins a binary message of exactly {@code length} bytes. The caller appends them to the
   * returned buffer, which stays the connection's, and calls {@link #end}. All that is written in
   * one turn of the event loop leaves with one flush.
   */
  ByteBuf begin(int length);

  /** Begins a text message in the same way. */
  ByteBuf beginText(int length);

  /**
   * Ends the message that was begun last.
   *
   * @throws IllegalStateException if it does not have the length that was announced
   */
  void end();

  /** False while the client reads too slowly for more than bounded memory. */
  boolean writable();

  /** Stops reading from the client, or goes on. */
  void reading(boolean wanted);

  /**
   * Sends a close frame after what was written, then closes when the client has answered or two
   * seconds later. What the client still sends is not handed on.
   */
  void close(CloseStatus status);
}
