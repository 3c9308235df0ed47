package dev.letterlock.server.net.upgrade;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Netty's request decoder, except that a request of two different lengths is no request. */
public final class StrictRequestDecoder extends HttpRequestDecoder {

  /** Bytes of a request line. */
  public static final int MAX_LINE = 4096;

  /** Bytes of all header fields together. */
  public static final int MAX_HEADERS = 8192;

  private static final int MAX_CHUNK = 8192;

  public StrictRequestDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE)
            .setMaxHeaderSize(MAX_HEADERS)
            .setMaxChunkSize(MAX_CHUNK));
  }

  /** RFC 9112 §6.3 allows to guess; a guess is how requests are smuggled. */
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("Content-Length and Transfer-Encoding");
  }
}
