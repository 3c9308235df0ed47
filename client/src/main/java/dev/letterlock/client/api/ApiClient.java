package dev.letterlock.client.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.RequestSignature;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Signature;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Speaks JSON with one server (docs/PROTOCOL.md, HTTP API) and signs the requests that change keys
 * or lists. Every call blocks: use virtual threads, never an event loop. Safe for any thread.
 */
public final class ApiClient implements AutoCloseable {

  /** More than any answer needs: a page of group states. */
  private static final long LARGEST_ANSWER = 16 << 20;

  private static final BodyHandler<byte[]> BODY =
      BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER);

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration TRANSFER_TIMEOUT = Duration.ofMinutes(2);
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private final ServerUrl url;
  private final RequestSignature signatures;
  private final HttpClient http;

  public ApiClient(ServerUrl url, E1 e1) {
    this.url = url;
    this.signatures = new RequestSignature(e1);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
  }

  /** The server that is asked. */
  public ServerUrl url() {
    return url;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /**
   * Makes one call and reads the answer.
   *
   * @throws ApiException if the server refuses or cannot be asked
   */
  <T> T call(ApiCall call, Class<T> answer) {
    try {
      return read(send(call), answer);
    } catch (IOException e) {
      throw ApiException.misunderstood(call + ": answer is not what was expected", url, e);
    }
  }

  /** An answer; one that lacks a field is none. */
  static <T> T read(byte[] body, Class<T> answer) throws IOException {
    @Nullable T read = JSON.readValue(body, answer);
    if (read == null) {
      throw new IOException("answer: null (expected: an object)");
    }
    return read;
  }

  /** As {@link #call} where the answer has no body. */
  void run(ApiCall call) {
    var _ = send(call);
  }

  /**
   * Makes one call whose body, or whose answer, is plain bytes.
   *
   * @param headers beside the token
   * @throws ApiException if the server refuses or cannot be asked
   */
  byte[] transfer(ApiCall call, byte[] body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(call.path()))
            .timeout(TRANSFER_TIMEOUT)
            .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(body))
            .header("Authorization", "Bearer " + call.token());
    headers.forEach(request::header);
    return exchange(call, request.build());
  }

  private byte[] send(ApiCall call) {
    byte[] body = bodyOf(call);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(call.path()))
            .timeout(TIMEOUT)
            .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(body));
    if (body.length > 0) {
      request.header("Content-Type", "application/json");
    }
    if (call.token() != null) {
      request.header("Authorization", "Bearer " + call.token());
    }
    if (call.signer() != null) {
      request.header("Letterlock-Signature", signature(call, call.signer(), body));
    }
    return exchange(call, request.build());
  }

  private String signature(ApiCall call, Ed25519KeyPair signer, byte[] body) {
    String nonce = call(ApiCall.post("/v1/nonces", null, call.token()), Nonce.class).nonce();
    Signature signature =
        signatures.sign(signer, Base64Url.decode(nonce), call.method(), call.path(), body);
    return "nonce=" + nonce + ", sig=" + Base64Url.encode(signature.toByteArray());
  }

  private byte[] exchange(ApiCall call, HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, BODY);
      if (response.statusCode() / 100 != 2) {
        throw refused(call, response);
      }
      return response.body();
    } catch (IOException e) {
      throw ApiException.unreachable(call + ": no server answers at " + url, url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.unreachable(call + ": interrupted", url, e);
    }
  }

  private ApiException refused(ApiCall call, HttpResponse<byte[]> response) {
    Problem problem = Problem.of(response.body());
    int status = response.statusCode();
    String message = call + ": " + status + " " + problem.code() + " " + problem.sentence();
    return new ApiException(status, problem.code(), retryAfter(response), message, url.toString());
  }

  /** The header may also hold a date, which no Letterlock server says. */
  private static Duration retryAfter(HttpResponse<byte[]> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,9}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(Duration.ZERO);
  }

  private static byte[] bodyOf(ApiCall call) {
    try {
      return call.body() == null ? new byte[0] : JSON.writeValueAsBytes(call.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(call + ": body is not JSON", e);
    }
  }

  /** Answer to {@code POST /v1/nonces}. */
  record Nonce(String nonce) {
    Nonce {
      var _ = Base64Url.decode(requireNonNull(nonce, "nonce"));
    }
  }
}
