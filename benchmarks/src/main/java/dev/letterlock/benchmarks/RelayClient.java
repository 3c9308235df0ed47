package dev.letterlock.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One half of a pair: the one with a window keeps that many messages in flight. Frames are masked
 * with zeros and counted by their lengths only, so that the client costs little.
 */
final class RelayClient extends ChannelInboundHandlerAdapter {

  private static final String UPGRADE =
      """
      GET /relay HTTP/1.1
      Host: localhost
      Connection: Upgrade
      Upgrade: websocket
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Sec-WebSocket-Version: 13

      """
          .replace("\n", "\r\n");
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
  private static final int MASK_SIZE = 4;

  private final int pair;
  private final int window;
  private final int payload;
  private final AtomicLong delivered;
  private ByteBuf gathered = Unpooled.EMPTY_BUFFER;
  private boolean upgraded;

  RelayClient(int pair, int window, int payload, AtomicLong delivered) {
    this.pair = pair;
    this.window = window;
    this.payload = payload;
    this.delivered = delivered;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ByteBuf out = ctx.alloc().ioBuffer();
    ByteBufUtil.writeAscii(out, UPGRADE);
    out.writeByte(0x82).writeByte(0x80 | Integer.BYTES).writeInt(0).writeInt(pair);
    var _ = ctx.writeAndFlush(out);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = join((ByteBuf) message);
    if (!upgraded) {
      skipResponse(in);
    }
    int credits = 0;
    while (upgraded && in.isReadable()) {
      int start = in.readerIndex();
      int length = frameLength(in);
      if (length < 0 || in.readableBytes() < length) {
        in.readerIndex(start);
        break;
      }
      in.skipBytes(length);
      credits += onFrame(length);
    }
    keep(in);
    if (credits > 0 && window > 0) {
      send(ctx, credits);
    }
  }

  private int onFrame(int length) {
    if (length == 0) {
      return window;
    }
    if (length == payload) {
      delivered.incrementAndGet();
      return 0;
    }
    return 1;
  }

  private void send(ChannelHandlerContext ctx, int count) {
    ByteBuf out = ctx.alloc().ioBuffer(count * (payload + 8));
    for (int i = 0; i < count; i++) {
      out.writeByte(0x82).writeByte(0x80 | 126).writeShort(payload).writeZero(MASK_SIZE + payload);
    }
    var _ = ctx.writeAndFlush(out, ctx.voidPromise());
  }

  private static int frameLength(ByteBuf in) {
    if (in.readableBytes() < 2) {
      return -1;
    }
    int code = in.skipBytes(1).readUnsignedByte();
    if (code < 126) {
      return code;
    }
    return in.readableBytes() < 2 ? -1 : in.readUnsignedShort();
  }

  private void skipResponse(ByteBuf in) {
    int end = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(HEAD_END), in);
    if (end >= 0) {
      in.skipBytes(end + HEAD_END.length);
      upgraded = true;
    }
  }

  private ByteBuf join(ByteBuf fresh) {
    if (!gathered.isReadable()) {
      gathered.release();
      return fresh;
    }
    ByteBuf both = gathered.alloc().ioBuffer(gathered.readableBytes() + fresh.readableBytes());
    both.writeBytes(gathered).writeBytes(fresh);
    gathered.release();
    fresh.release();
    return both;
  }

  private void keep(ByteBuf in) {
    if (in.isReadable()) {
      gathered = in;
    } else {
      in.release();
      gathered = Unpooled.EMPTY_BUFFER;
    }
  }
}
