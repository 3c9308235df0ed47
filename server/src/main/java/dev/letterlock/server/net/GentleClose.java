package dev.letterlock.server.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** Ends connections so that the last word arrives. Runs on the connection's event loop. */
public final class GentleClose {

  private GentleClose() {}

  /** Closes when what was written has reached the socket. */
  public static void afterFlush(Channel channel) {
    var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /**
   * Tells the client after what was written that nothing more will come, and leaves closing to it
   * or to a deadline of the caller, who goes on reading: to close while bytes of the client are
   * unread would send a reset, which overtakes the last word.
   */
  public static void halfAfterFlush(Channel channel) {
    if (channel instanceof DuplexChannel socket
        && channel.pipeline().get(SslHandler.class) == null) {
      var _ =
          channel
              .writeAndFlush(Unpooled.EMPTY_BUFFER)
              .addListener(flushed -> shutdownOutput(socket));
    } else {
      channel.flush();
    }
  }

  private static void shutdownOutput(DuplexChannel socket) {
    var _ = socket.shutdownOutput();
  }
}
