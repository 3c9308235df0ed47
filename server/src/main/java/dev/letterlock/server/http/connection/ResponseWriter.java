package dev.letterlock.server.http.connection;

import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.Response;
import dev.letterlock.server.http.Response.Content;
import dev.letterlock.server.net.upgrade.Origins;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;

/** Sends responses. Safe for any thread; streamed bodies block it. */
final class ResponseWriter {

  /** RFC 6797: for a year. */
  private static final String STAY_SECURE = "max-age=31536000";

  private final JsonCodec json;
  private final Origins origins;
  private final int patience;

  /**
   * @param patience seconds that a client may take to read a piece of a streamed body
   */
  ResponseWriter(JsonCodec json, Origins origins, int patience) {
    this.json = json;
    this.origins = origins;
    this.patience = patience;
  }

  /** Whether the connection can go on after {@code response}. */
  static boolean canGoOn(HttpRequest request, Response response) {
    return !(response.content() instanceof Content.Streamed)
        || request.protocolVersion().equals(HttpVersion.HTTP_1_1);
  }

  /**
   * Sends one response.
   *
   * @return done when the last of it has reached the socket
   * @throws IOException when the making or reading of a streamed body broke off
   */
  ChannelFuture write(Channel channel, HttpRequest request, Response response, boolean keepAlive)
      throws IOException {
    HttpHeaders headers = ResponseHead.of(response, request, origins, keepAlive);
    if (channel.pipeline().get(SslHandler.class) != null) {
      headers.set("Strict-Transport-Security", STAY_SECURE);
    }
    HttpResponseStatus status = HttpResponseStatus.valueOf(response.status());
    return switch (response.content()) {
      case Content.Empty _ -> whole(channel, request, status, headers, Unpooled.EMPTY_BUFFER);
      case Content.Json(Object value) ->
          whole(channel, request, status, headers, Unpooled.wrappedBuffer(json.write(value)));
      case Content.Bytes bytes ->
          whole(channel, request, status, headers, Unpooled.wrappedBuffer(bytes.bytes()));
      case Content.Sized sized -> {
        headers.set(HttpHeaderNames.CONTENT_LENGTH, sized.length());
        yield stream(channel, request, status, headers, sized.writer());
      }
      case Content.Streamed streamed -> {
        if (!request.method().equals(HttpMethod.HEAD)
            && request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
          headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        yield stream(channel, request, status, headers, streamed.writer());
      }
    };
  }

  private static ChannelFuture whole(
      Channel channel,
      HttpRequest request,
      HttpResponseStatus status,
      HttpHeaders headers,
      ByteBuf body) {
    if (status.code() != HttpResponseStatus.NO_CONTENT.code()) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    }
    ByteBuf sent = request.method().equals(HttpMethod.HEAD) ? Unpooled.EMPTY_BUFFER : body;
    return channel.writeAndFlush(full(status, headers, sent));
  }

  private static FullHttpResponse full(
      HttpResponseStatus status, HttpHeaders headers, ByteBuf body) {
    HttpHeaders noTrailers = DefaultHttpHeadersFactory.trailersFactory().newEmptyHeaders();
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body, headers, noTrailers);
  }

  private ChannelFuture stream(
      Channel channel,
      HttpRequest request,
      HttpResponseStatus status,
      HttpHeaders headers,
      Response.StreamWriter writer)
      throws IOException {
    if (request.method().equals(HttpMethod.HEAD)) {
      return channel.writeAndFlush(full(status, headers, Unpooled.EMPTY_BUFFER));
    }
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers);
    var _ = channel.writeAndFlush(head);
    try (StreamedBody out = new StreamedBody(channel, patience)) {
      writer.write(out);
      out.flush();
    }
    return channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
  }
}
