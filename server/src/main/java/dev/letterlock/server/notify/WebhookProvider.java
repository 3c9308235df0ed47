package dev.letterlock.server.notify;

import dev.letterlock.settings.value.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts each wake-up to one URL, signed (docs/OPERATIONS.md, Notifications). An answer of 2xx means
 * taken; anything else, a redirect too, means not. Many virtual threads may call at once.
 */
public final class WebhookProvider implements WakeUpProvider {
  static final String TIMESTAMP_HEADER = "Letterlock-Timestamp";
  static final String SIGNATURE_HEADER = "Letterlock-Signature";
  private static final Duration GRACE_AT_CLOSE = Duration.ofSeconds(1);

  private final URI url;
  private final WebhookSignature signature;
  private final WebhookTimeouts timeouts;
  private final InstantSource clock;
  private final HttpClient client;

  public WebhookProvider(URI url, Secret secret, WebhookTimeouts timeouts, InstantSource clock) {
    this.url = url;
    this.signature = new WebhookSignature(secret);
    this.timeouts = timeouts;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeouts.connect())
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  @Override
  public void wake(WakeUp wakeUp) throws WakeUpFailedException, InterruptedException {
    int status = post(request(body(wakeUp)));
    if (status < 200 || status > 299) {
      throw new WakeUpFailedException("webhook status: " + status + " (expected: 2xx)");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    try {
      client.awaitTermination(GRACE_AT_CLOSE);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private int post(HttpRequest request) throws WakeUpFailedException, InterruptedException {
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request, BodyHandlers.discarding());
    try {
      return answer.get(timeouts.whole().toMillis(), TimeUnit.MILLISECONDS).statusCode();
    } catch (TimeoutException late) {
      throw new WakeUpFailedException("webhook answer: late (expected: within the time-out)", late);
    } catch (ExecutionException failed) {
      throw new WakeUpFailedException("webhook: not reached (expected: an answer)", failed);
    } finally {
      answer.cancel(true);
    }
  }

  private HttpRequest request(byte[] body) {
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    return HttpRequest.newBuilder(url)
        .header("Content-Type", "application/json")
        .header("User-Agent", "letterlock")
        .header(TIMESTAMP_HEADER, timestamp)
        .header(SIGNATURE_HEADER, signature.of(timestamp, body))
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  /** Only ids, a number and a truth value, so nothing needs to be escaped. */
  private static byte[] body(WakeUp wakeUp) {
    return "{\"user_id\":\"%s\",\"device_id\":%s,\"urgent\":%s,\"id\":\"%s\"}"
        .formatted(
            wakeUp.device().user(),
            Integer.toUnsignedString(wakeUp.device().device()),
            wakeUp.urgent(),
            wakeUp.id())
        .getBytes(StandardCharsets.US_ASCII);
  }
}
