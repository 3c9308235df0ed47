package dev.letterlock.storage.mongo.prekey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.storage.device.PreKeyClaim;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the last 60 s by who asked for whom in which request, so that a repeated request burns
 * no second key; also while the first is still under way. In this process only: a repetition that
 * reaches another node takes another key.
 */
final class RecentClaims {
  private static final Duration KEPT = Duration.ofSeconds(60);

  /** About 1.6 KB each. */
  private static final int MAX_ANSWERS = 10_000;

  private final Cache<Key, CompletableFuture<Optional<Document>>> answers =
      Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MAX_ANSWERS).build();

  Optional<Document> once(PreKeyClaim claim, Supplier<@Nullable Document> take) {
    Key key = new Key(claim.requester(), claim.target(), claim.request());
    CompletableFuture<Optional<Document>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<Document>> first = answers.asMap().putIfAbsent(key, mine);
    return first == null ? answer(key, mine, take) : join(first);
  }

  private Optional<Document> answer(
      Key key, CompletableFuture<Optional<Document>> mine, Supplier<@Nullable Document> take) {
    try {
      Optional<Document> answer = Optional.ofNullable(take.get());
      mine.complete(answer);
      if (answer.isEmpty()) {
        answers.asMap().remove(key, mine);
      }
      return answer;
    } catch (RuntimeException e) {
      answers.asMap().remove(key, mine);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private static Optional<Document> join(CompletableFuture<Optional<Document>> first) {
    try {
      return first.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private record Key(DeviceAddress requester, DeviceAddress target, RequestId request) {}
}
