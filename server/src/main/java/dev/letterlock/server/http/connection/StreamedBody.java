package dev.letterlock.server.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/**
 * A response body while it is made: pieces go out in chunks, each when the one before has reached
 * the socket, so that a client that does not read holds up its own endpoint only. Used by the
 * endpoint's thread.
 */
final class StreamedBody extends OutputStream {

  private static final int PIECE = 16 * 1024;

  private final Channel channel;
  private final int patience;
  private final byte[] piece = new byte[PIECE];
  private int filled;

  /**
   * @param patience seconds that a client may take to read a piece
   */
  StreamedBody(Channel channel, int patience) {
    this.channel = channel;
    this.patience = patience;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    int at = offset;
    int left = length;
    while (left > 0) {
      int taken = Math.min(left, PIECE - filled);
      System.arraycopy(from, at, piece, filled, taken);
      filled += taken;
      at += taken;
      left -= taken;
      if (filled == PIECE) {
        flush();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    if (filled == 0) {
      return;
    }
    ByteBuf content = channel.alloc().ioBuffer(filled).writeBytes(piece, 0, filled);
    filled = 0;
    ChannelFuture written = channel.writeAndFlush(new DefaultHttpContent(content));
    if (!written.awaitUninterruptibly(patience, TimeUnit.SECONDS) || !written.isSuccess()) {
      throw new IOException("the client reads no more", written.cause());
    }
  }
}
