package dev.letterlock.server.http.connection;

import dev.letterlock.server.net.ClientAddress;
import dev.letterlock.server.net.ConnectionLimit;
import dev.letterlock.server.net.ConnectionSetup;
import dev.letterlock.server.net.EdgeLoop;
import dev.letterlock.server.net.upgrade.StrictRequestDecoder;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Makes HTTP connections of sockets. */
public final class HttpSetup implements ConnectionSetup {

  static final String DECODER = "http-decoder";
  static final String ENCODER = "http-encoder";
  static final String CONNECTION = "http";

  private final HttpConfig config;
  private final HttpServices services;

  /**
   * @param endpoints runs the endpoints; must start a virtual thread for each
   */
  public HttpSetup(HttpConfig config, Executor endpoints) {
    this(config, endpoints, code -> {});
  }

  /**
   * @param endpoints runs the endpoints; must start a virtual thread for each
   * @param refusals learns the code of each request that no endpoint answers; called on any thread
   */
  public HttpSetup(HttpConfig config, Executor endpoints, Consumer<String> refusals) {
    this.config = config;
    this.services =
        new HttpServices(
            new Intake(
                config.router(),
                config.origins(),
                config.limits() == null ? null : config.limits().requests()),
            new ResponseWriter(config.json(), config.origins(), config.timeouts().body()),
            config.upgrading() == null ? null : new Upgrader(config.upgrading()),
            endpoints,
            refusals,
            config.timeouts());
  }

  @Override
  public void install(SocketChannel channel, EdgeLoop loop) {
    ConnectionLimit limit = config.limits() == null ? null : config.limits().connections();
    ClientAddress client = new ClientAddress(channel, config.proxies(), limit);
    channel
        .pipeline()
        .addLast(DECODER, new StrictRequestDecoder())
        .addLast(ENCODER, new HttpResponseEncoder())
        .addLast(CONNECTION, new HttpConnectionHandler(services, channel, loop, client));
  }
}
