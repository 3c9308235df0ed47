package dev.letterlock.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.ProtocolDetectionState;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;

/**
 * Looks whether a connection of a trusted proxy begins with the PROXY protocol, version 1 or 2, and
 * if so tells the rest of the pipeline by {@link ProxiedClient}. Leaves the pipeline then.
 */
final class ProxyProtocolHandler extends ByteToMessageDecoder {

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    ProtocolDetectionState state = HAProxyMessageDecoder.detectProtocol(in).state();
    if (state == ProtocolDetectionState.NEEDS_MORE_DATA) {
      return;
    }
    ChannelPipeline pipeline = ctx.pipeline();
    if (state == ProtocolDetectionState.DETECTED) {
      pipeline.addAfter(ctx.name(), "proxied-client", new Teller());
      pipeline.addAfter(ctx.name(), "proxy-protocol", new HAProxyMessageDecoder());
    }
    pipeline.remove(this);
  }

  private static final class Teller extends SimpleChannelInboundHandler<HAProxyMessage> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HAProxyMessage message) {
      String source = message.sourceAddress();
      InetAddress client =
          source == null ? null : NetUtil.createInetAddressFromIpAddressString(source);
      if (client != null) {
        ctx.fireUserEventTriggered(new ProxiedClient(client));
      }
      ctx.pipeline().remove(this);
    }
  }
}
