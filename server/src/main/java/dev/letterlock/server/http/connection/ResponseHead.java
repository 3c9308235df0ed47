package dev.letterlock.server.http.connection;

import dev.letterlock.server.http.Response;
import dev.letterlock.server.net.upgrade.Origins;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The header fields of responses: those that all have, and those that the request decides. */
final class ResponseHead {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
  private static final String EXPOSED =
      "Accept-Ranges, Content-Range, ETag, Location, Retry-After, Upload-Length, Upload-Offset";

  private ResponseHead() {}

  /** The fields for {@code response}; what it sets itself wins. */
  static HttpHeaders of(
      Response response, HttpRequest request, Origins origins, boolean keepAlive) {
    HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
    headers.set(HttpHeaderNames.DATE, DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
    headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set(
        HttpHeaderNames.CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    contentType(headers, response.content());
    String origin = origins.crossOrigin(request.headers());
    if (origin != null) {
      headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      headers.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
    headers.set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
    response.headers().forEach(headers::set);
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (request.protocolVersion().minorVersion() == 0) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    return headers;
  }

  private static void contentType(HttpHeaders headers, Response.Content content) {
    switch (content) {
      case Response.Content.Empty _ -> {}
      case Response.Content.Json _ ->
          headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
      case Response.Content.Bytes bytes ->
          headers.set(HttpHeaderNames.CONTENT_TYPE, bytes.mediaType());
      case Response.Content.Sized sized ->
          headers.set(HttpHeaderNames.CONTENT_TYPE, sized.mediaType());
      case Response.Content.Streamed streamed ->
          headers.set(HttpHeaderNames.CONTENT_TYPE, streamed.mediaType());
    }
  }
}
