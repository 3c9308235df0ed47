package dev.letterlock.server.http.connection;

import dev.letterlock.server.http.HttpProblem;
import dev.letterlock.server.http.Problem;
import dev.letterlock.server.http.ProblemException;
import dev.letterlock.server.http.Response;
import dev.letterlock.server.net.ClientAddress;
import dev.letterlock.server.net.EdgeLoop;
import dev.letterlock.server.net.GentleClose;
import dev.letterlock.server.net.ProxiedClient;
import dev.letterlock.server.net.Swept;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one connection, one after the other however fast they come, until it is upgraded
 * or closed. Runs on the connection's event loop; endpoints run elsewhere.
 */
final class HttpConnectionHandler extends ChannelInboundHandlerAdapter implements Swept {

  private static final Logger LOG = LoggerFactory.getLogger(HttpConnectionHandler.class);
  private static final int CLOSING_SECONDS = 2;

  private final HttpServices services;
  private final SocketChannel channel;
  private final EdgeLoop loop;
  private final ClientAddress client;
  private final ArrayDeque<HttpObject> waiting = new ArrayDeque<>(2);

  private int since;
  private boolean served;
  private boolean ended;
  private boolean bodyWanted = true;
  private @Nullable Exchange exchange;
  private @Nullable HttpRequest upgrade;

  HttpConnectionHandler(
      HttpServices services, SocketChannel channel, EdgeLoop loop, ClientAddress client) {
    this.services = services;
    this.channel = channel;
    this.loop = loop;
    this.client = client;
    this.since = loop.sweep().tick();
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    loop.sweep().add(this);
    admitPeer();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ProxiedClient said) {
      client.proxied(said);
      admitPeer();
    }
  }

  private void admitPeer() {
    Response refusal = Response.problem(HttpProblem.TOO_MANY_CONNECTIONS.problem());
    switch (client.admitPeer()) {
      case ADMITTED -> {}
      case TOO_MANY -> refuse(nobody(), refusal);
      case TOO_FAST -> refuseCheaply(refusal);
    }
  }

  /** To tell a client of TLS why would cost a handshake. */
  private void refuseCheaply(Response refusal) {
    if (channel.pipeline().get(SslHandler.class) == null) {
      refuse(nobody(), refusal);
    } else {
      end();
      count(refusal);
      var _ = channel.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (ended || !(message instanceof HttpObject object)) {
      ReferenceCountUtil.release(message);
      return;
    }
    waiting.add(object);
    drain();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    drain();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException || cause instanceof DecoderException) {
      LOG.debug("connection broke", cause);
    } else {
      LOG.error("HTTP connection failed", cause);
    }
    var _ = channel.close();
  }

  @Override
  public boolean sweep(int tick) {
    if (!channel.isActive() || channel.pipeline().context(this) == null) {
      return false;
    }
    int elapsed = tick - since;
    if (ended) {
      closeAfter(CLOSING_SECONDS, elapsed);
    } else if (exchange == null && served) {
      closeAfter(services.timeouts().idle(), elapsed);
    } else if (exchange == null && elapsed >= services.timeouts().head()) {
      refuse(nobody(), Response.problem(HttpProblem.REQUEST_TIMEOUT.problem()));
    } else if (exchange != null) {
      sweepBody(exchange, elapsed);
    }
    return true;
  }

  private void sweepBody(Exchange current, int elapsed) {
    if (current.answered()) {
      closeAfter(services.timeouts().body(), elapsed);
    } else if (current.complete() || !bodyWanted) {
      since = loop.sweep().tick();
    } else if (elapsed >= services.timeouts().body() && current.streamed()) {
      end(); // the endpoint has the last word
    } else if (elapsed >= services.timeouts().body()) {
      refuse(current.head(), Response.problem(HttpProblem.REQUEST_TIMEOUT.problem()));
    }
  }

  private void closeAfter(int seconds, int elapsed) {
    if (elapsed >= seconds) {
      var _ = channel.close();
    }
  }

  private void drain() {
    while (!ended && !waiting.isEmpty() && takesMore()) {
      HttpObject next = waiting.remove();
      try {
        take(next);
      } finally {
        ReferenceCountUtil.release(next);
      }
    }
    updateReading();
  }

  /** Who does not read the answers is asked for nothing more: they would pile up here. */
  private boolean takesMore() {
    return channel.isWritable() && (exchange == null || !exchange.complete());
  }

  private void take(HttpObject object) {
    if (object instanceof HttpRequest request) {
      begin(request);
    }
    if (object instanceof HttpContent content && !ended) {
      proceed(content);
    }
  }

  private void begin(HttpRequest request) {
    Problem fault = Intake.fault(request);
    InetAddress address = fault == null ? client.admit(request.headers()) : null;
    if (address == null) {
      Problem problem = fault == null ? HttpProblem.TOO_MANY_CONNECTIONS.problem() : fault;
      refuse(request, Response.problem(problem));
    } else if (services.upgrader() != null && services.upgrader().concerns(request.uri())) {
      beginUpgrade(services.upgrader(), request);
    } else {
      judge(request, address);
    }
  }

  private void beginUpgrade(Upgrader upgrader, HttpRequest request) {
    Response refusal = upgrader.refusal(request);
    if (refusal == null) {
      upgrade = request;
    } else {
      refuse(request, refusal);
    }
  }

  private void judge(HttpRequest request, InetAddress address) {
    try {
      switch (services.intake().judge(request, address)) {
        case Intake.Verdict.Answer(Response response) -> answerAtOnce(request, response);
        case Intake.Verdict.Call call -> call(request, call, address);
      }
    } catch (ProblemException e) {
      refuse(request, Response.problem(e.problem()));
    }
  }

  private void answerAtOnce(HttpRequest request, Response response) {
    boolean hasBody =
        HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0;
    if (hasBody || !HttpUtil.isKeepAlive(request)) {
      refuse(request, response);
    } else {
      count(response);
      write(request, response, true);
      served = true;
      since = loop.sweep().tick();
    }
  }

  private void call(HttpRequest request, Intake.Verdict.Call call, InetAddress address) {
    Exchange begun =
        new Exchange(request, call.route(), call.parameters(), address, this::onBodyWanted);
    exchange = begun;
    since = loop.sweep().tick();
    if (HttpUtil.is100ContinueExpected(request)) {
      var _ =
          channel.writeAndFlush(
              new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
    if (begun.streamed()) {
      services.endpoints().execute(() -> answer(begun));
    }
  }

  private void proceed(HttpContent content) {
    if (upgrade != null && content instanceof LastHttpContent) {
      finishUpgrade(upgrade);
    } else if (exchange != null) {
      proceed(exchange, content);
    }
  }

  private void finishUpgrade(HttpRequest request) {
    InetAddress address = client.admit(request.headers());
    if (services.upgrader() != null && address != null) {
      ended = true;
      services.upgrader().upgrade(channel, loop, request, address);
    }
  }

  private void proceed(Exchange current, HttpContent content) {
    Problem problem = current.take(content);
    if (current.streamed() && problem != null) {
      end(); // the endpoint has the last word
    } else if (current.streamed()) {
      since = loop.sweep().tick();
    } else if (problem != null) {
      refuse(current.head(), Response.problem(problem));
    } else if (current.complete()) {
      services.endpoints().execute(() -> answer(current));
    }
  }

  /** Runs on the endpoint's thread. */
  private void answer(Exchange current) {
    Response response = current.answer();
    boolean keepAlive =
        HttpUtil.isKeepAlive(current.head()) && ResponseWriter.canGoOn(current.head(), response);
    try {
      ChannelFuture written =
          services.responses().write(channel, current.head(), response, keepAlive);
      current.markAnswered();
      var _ = written.addListener(sent -> finished(current, keepAlive && sent.isSuccess()));
    } catch (IOException e) {
      LOG.debug("a response broke off", e);
      var _ = channel.close();
    } catch (RuntimeException e) {
      LOG.error("a response could not be made", e);
      var _ = channel.close();
    }
  }

  private void finished(Exchange current, boolean keepAlive) {
    if (!keepAlive || !current.complete() || ended) {
      end();
      GentleClose.halfAfterFlush(channel);
      return;
    }
    exchange = null;
    served = true;
    since = loop.sweep().tick();
    drain();
  }

  private void refuse(HttpRequest request, Response response) {
    end();
    count(response);
    write(request, response, false);
    GentleClose.halfAfterFlush(channel);
  }

  private void count(Response response) {
    String code = response.problemCode();
    if (code != null) {
      services.refusals().accept(code);
    }
  }

  private void write(HttpRequest request, Response response, boolean keepAlive) {
    try {
      var _ = services.responses().write(channel, request, response, keepAlive);
    } catch (IOException e) {
      throw new IllegalStateException("response: streamed (expected: whole)", e);
    }
  }

  /**
   * Takes no more requests; what the client still sends is dropped until it or the sweep closes.
   */
  private void end() {
    ended = true;
    since = loop.sweep().tick();
    if (exchange != null) {
      exchange.fail("the connection ended");
    }
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    updateReading();
  }

  private void onBodyWanted(boolean more) {
    loop.eventLoop()
        .execute(() -> {
          bodyWanted = more;
          updateReading();
        });
  }

  private void updateReading() {
    boolean reads = takesMore() && (exchange == null || bodyWanted);
    channel.config().setAutoRead(ended || reads);
  }

  private static HttpRequest nobody() {
    return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
  }
}
