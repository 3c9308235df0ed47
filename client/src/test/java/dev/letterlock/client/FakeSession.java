package dev.letterlock.client;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.codec.client.ClientFrameDecoder;
import dev.letterlock.protocol.codec.server.ServerFrameEncoder;
import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.client.Hello;
import dev.letterlock.protocol.frame.client.KeyCount;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.Ping;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.GoAway;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.Pong;
import dev.letterlock.protocol.frame.server.PreKeyBundle;
import dev.letterlock.protocol.frame.server.PreKeyBundles;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection to a {@link FrameServer}. */
final class FakeSession extends SimpleChannelInboundHandler<BinaryWebSocketFrame> {

  private static final int FAULT_EVERY = 20;

  private final FrameServer server;
  private final ClientFrameDecoder decoder = new ClientFrameDecoder();
  private @Nullable ChannelHandlerContext context;
  private @Nullable DeviceAddress device;

  FakeSession(FrameServer server) {
    this.server = server;
  }

  void drop() {
    if (context != null) {
      var _ = context.close();
    }
  }

  void drained(Cursor cursor) {
    send(new InboxDrained(cursor));
  }

  void sendAway(int reconnectAfterMillis) {
    send(new GoAway(CloseCode.DRAINING, reconnectAfterMillis));
  }

  void sendBytes(byte[] frame) {
    if (context != null) {
      var _ = context.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(frame)));
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) throws Exception {
    context = ctx;
    super.channelActive(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (device != null) {
      server.inbox(device).left(this);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    var _ = ctx.close();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, BinaryWebSocketFrame message) {
    ClientFrame frame = decoder.read(message.content());
    boolean mute = server.fault() == FrameServer.Fault.MUTE && !(frame instanceof Hello);
    if (mute || server.fault() == FrameServer.Fault.SILENT) {
      server.ignore();
      return;
    }
    switch (frame) {
      case Hello hello -> hello(hello);
      case Send send -> store(send);
      case Ack ack -> own().ack(ack.cursor().seq());
      case ClaimPreKeys claim -> claim(claim);
      case KeyCount _ -> {}
      case Ping ping -> send(new Pong(ping.opaque(), server.time));
      default -> close(4001, "malformed-frame");
    }
  }

  private void hello(Hello hello) {
    if (hello.token().isEmpty() || !hello.token().matches("[0-9a-f-]{36}")) {
      close(4010, "token-invalid");
      return;
    }
    device = new DeviceAddress(UserId.parse(hello.token()), hello.device());
    send(
        new Welcome(
            server.time,
            new Cursor(server.epoch, own().acked()),
            160 * 1024,
            65_609,
            256,
            2_592_000,
            60_000,
            Welcome.Durability.RELAXED,
            server.pingSeconds(),
            0));
    own().open(this, hello.resume());
  }

  private void store(Send send) {
    long time = ++server.time;
    if (server.fault() == FrameServer.Fault.REFUSE_ALL
        || (server.fault() == FrameServer.Fault.REFUSE && send.ref() % FAULT_EVERY == 0)) {
      send(Failure.ofSends(ErrorCode.UNAVAILABLE, send.ref(), send.ref(), 10));
      return;
    }
    DeviceAddress from = known();
    UserId recipient = new UserId(send.recipientHigh(), send.recipientLow());
    for (int i = 0; i < send.entryCount(); i++) {
      ByteBuf out = Unpooled.buffer();
      EnvelopeCodec.write(
          send, i, from.user().high(), from.user().low(), from.device(), time, time + 1, out);
      byte[] envelope = new byte[out.readableBytes()];
      out.readBytes(envelope);
      UserId user = send.entryUserSlot(i) == OutgoingSend.RECIPIENT_SLOT ? recipient : from.user();
      server.inbox(new DeviceAddress(user, send.entryDevice(i))).store(envelope);
    }
    send(new Accepted(List.of(new Accepted.Range(send.ref(), send.ref(), time)), List.of()));
  }

  private void claim(ClaimPreKeys claim) {
    Map<Integer, PreKeyBundle> devices = server.bundlesOf(claim.user());
    if (devices == null) {
      send(
          Failure.ofRequest(
              ErrorCode.UNKNOWN_RECIPIENT, FrameType.CLAIM_PRE_KEYS, claim.request(), 0));
    } else {
      send(new PreKeyBundles(claim.request(), claim.user(), 1, List.copyOf(devices.values())));
    }
  }

  private FakeInbox own() {
    return server.inbox(known());
  }

  private DeviceAddress known() {
    if (device == null) {
      throw new IllegalStateException("session: no Hello (expected: Hello first)");
    }
    return device;
  }

  private void close(int code, String reason) {
    if (context != null) {
      var _ = context.writeAndFlush(new CloseWebSocketFrame(code, reason));
    }
  }

  void send(ServerFrame frame) {
    if (context != null) {
      ByteBuf out = context.alloc().buffer(ServerFrameEncoder.size(frame));
      ServerFrameEncoder.write(frame, out);
      var _ = context.writeAndFlush(new BinaryWebSocketFrame(out));
    }
  }
}
