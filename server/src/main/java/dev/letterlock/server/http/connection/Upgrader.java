package dev.letterlock.server.http.connection;

import dev.letterlock.server.http.Problem;
import dev.letterlock.server.http.Response;
import dev.letterlock.server.net.EdgeLoop;
import dev.letterlock.server.net.Upgraded;
import dev.letterlock.server.net.WebSocketConfig;
import dev.letterlock.server.net.WebSocketSessionHandler;
import dev.letterlock.server.net.upgrade.UpgradeCheck;
import dev.letterlock.server.net.upgrade.UpgradeRefusal;
import dev.letterlock.server.net.upgrade.UpgradeResponse;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns an HTTP connection into a WebSocket one. Runs on the connection's event loop. */
final class Upgrader {

  private final UpgradeCheck check;
  private final WebSocketConfig sessions;

  Upgrader(Upgrading upgrading) {
    this.check = upgrading.check();
    this.sessions = upgrading.sessions();
  }

  /** Whether a request for this target is an upgrade or nothing. */
  boolean concerns(String target) {
    return check.concerns(target);
  }

  /** The response to a request that is not upgraded, or null. */
  @Nullable Response refusal(HttpRequest request) {
    UpgradeRefusal refusal = check.refusal(request);
    if (refusal == null) {
      return null;
    }
    Response response =
        Response.problem(
            new Problem(refusal.status(), refusal.code(), refusal.meaning(), null, Map.of()));
    return switch (refusal.status()) {
      case 426 -> response.header("Upgrade", "websocket").header("Sec-WebSocket-Version", "13");
      case 405 -> response.header("Allow", "GET");
      default -> response;
    };
  }

  /**
   * Answers and leaves one session handler in place of those for HTTP, which gets what the client
   * has sent after the request.
   */
  void upgrade(SocketChannel channel, EdgeLoop loop, HttpRequest request, InetAddress client) {
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.remove(HttpSetup.ENCODER);
    String key = Objects.requireNonNull(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY));
    var _ =
        channel.writeAndFlush(
            UpgradeResponse.write(channel.alloc(), key, check.subprotocol()),
            channel.voidPromise());
    Upgraded upgraded = new Upgraded(client, check.bearer(request));
    pipeline.addLast(new WebSocketSessionHandler(channel, loop, sessions, upgraded));
    pipeline.remove(HttpSetup.CONNECTION);
    pipeline.remove(HttpSetup.DECODER); // hands on what it has not decoded
  }
}
