package dev.letterlock.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request.
 *
 * @param headers fields beside those that every response has
 */
public record Response(int status, Map<String, String> headers, Content content) {

  public static final String NDJSON = "application/x-ndjson";

  /** What a response carries. */
  public sealed interface Content {
    /** Nothing. */
    record Empty() implements Content {}

    /** A value that is written as JSON. */
    record Json(Object value) implements Content {}

    /** Bytes as they are. */
    record Bytes(String mediaType, ByteBuffer bytes) implements Content {}

    /**
     * So many bytes that are made while they are sent; for HEAD their number alone.
     *
     * @param writer writes exactly {@code length} bytes, or fails
     */
    record Sized(String mediaType, long length, StreamWriter writer) implements Content {}

    /** Bytes that are made while they are sent; not for HEAD. */
    record Streamed(String mediaType, StreamWriter writer) implements Content {}
  }

  /** Makes a streamed body. */
  @FunctionalInterface
  public interface StreamWriter {
    /**
     * Writes the body on the endpoint's thread. A write blocks while the client does not read; a
     * flush sends what was written so far.
     *
     * @throws IOException when the client is gone
     */
    void write(OutputStream out) throws IOException;
  }

  public Response {
    headers = Map.copyOf(headers);
  }

  public static Response empty(int status) {
    return new Response(status, Map.of(), new Content.Empty());
  }

  public static Response json(int status, Object value) {
    return new Response(status, Map.of(), new Content.Json(value));
  }

  public static Response text(int status, String mediaType, String text) {
    return bytes(status, mediaType, text.getBytes(StandardCharsets.UTF_8));
  }

  public static Response bytes(int status, String mediaType, byte[] bytes) {
    return new Response(status, Map.of(), new Content.Bytes(mediaType, ByteBuffer.wrap(bytes)));
  }

  public static Response streamed(int status, String mediaType, StreamWriter writer) {
    return new Response(status, Map.of(), new Content.Streamed(mediaType, writer));
  }

  public static Response sized(int status, String mediaType, long length, StreamWriter writer) {
    return new Response(status, Map.of(), new Content.Sized(mediaType, length, writer));
  }

  public static Response problem(Problem problem) {
    return new Response(
        problem.status(),
        Map.of("Content-Type", Problem.CONTENT_TYPE),
        new Content.Json(problem.document()));
  }

  /** The code of the problem that this tells; null when it tells none. */
  public @Nullable String problemCode() {
    return content instanceof Content.Json(Map<?, ?> document)
            && Problem.CONTENT_TYPE.equals(headers.get("Content-Type"))
            && document.get("code") instanceof String code
        ? code
        : null;
  }

  /** The same with one more header field. */
  public Response header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, more, content);
  }
}
