package dev.letterlock.server.api.management;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.api.ApiProblem;
import dev.letterlock.server.api.Fields;
import dev.letterlock.server.api.Refusals;
import dev.letterlock.server.api.RouteTable;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.admin.ImportAccounts.Line;
import dev.letterlock.server.features.admin.MintTokens;
import dev.letterlock.server.http.BodyPolicy;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.Problem;
import dev.letterlock.server.http.ProblemException;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.http.Response;
import dev.letterlock.storage.StoreUnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Tokens by the thousand for tests, one a line and in the order of the request. All lines are read
 * before the first is answered, so that neither side waits for the other.
 */
public final class TokenEndpoint {

  private static final BodyPolicy LINES = BodyPolicy.ndjson(64 << 20);
  private static final int OK = 200;
  private static final int AT_ONCE = 32;

  private final MintTokens tokens;
  private final Duration usualLife;
  private final AdminGate gate;
  private final JsonCodec json;

  /**
   * Mints with this.
   *
   * @param usualLife of a token whose line does not say
   */
  public TokenEndpoint(MintTokens tokens, Duration usualLife, AdminGate gate, JsonCodec json) {
    this.tokens = tokens;
    this.usualLife = usualLife;
    this.gate = gate;
    this.json = json;
  }

  /** Adds the route. */
  public void addTo(RouteTable routes) {
    routes.post("/admin/tokens", LINES, gate.admin(this::mint));
  }

  private record Wanted(
      @Nullable UUID userId, @Nullable String name, Long deviceId, @Nullable Long ttlSeconds) {}

  private record Minted(UUID userId, long deviceId, String accessToken) {
    @Override
    public String toString() {
      return "Minted[" + userId + "]";
    }
  }

  private record Failure(int line, String code, @Nullable String detail) {
    static Failure of(int line, Problem problem) {
      return new Failure(line, problem.code(), problem.detail());
    }
  }

  private Response mint(Request request) throws IOException {
    List<Line> lines = new ArrayList<>();
    LineReader reader = new LineReader(request.stream());
    for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
      lines.add(line.get());
    }
    return Response.streamed(OK, Response.NDJSON, out -> answer(lines, out));
  }

  private void answer(List<Line> lines, OutputStream out) throws IOException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int from = 0; from < lines.size(); from += AT_ONCE) {
        List<Future<Object>> answers = new ArrayList<>(AT_ONCE);
        for (Line line : lines.subList(from, Math.min(lines.size(), from + AT_ONCE))) {
          answers.add(threads.submit(() -> answer(line)));
        }
        for (Future<Object> answer : answers) {
          out.write(json.write(await(answer)));
          out.write('\n');
        }
      }
    }
    out.flush();
  }

  private static Object await(Future<Object> answer) throws IOException {
    try {
      return answer.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException("token: not made (expected: made)", e);
    }
  }

  private Object answer(Line line) {
    try {
      return mint(json.read(line.bytes().toByteArray(), Wanted.class));
    } catch (RefusedException e) {
      return Failure.of(line.number(), Refusals.problem(e));
    } catch (ProblemException e) {
      return Failure.of(line.number(), e.problem());
    } catch (StoreUnavailableException e) {
      return Failure.of(line.number(), ApiProblem.UNAVAILABLE.problem());
    }
  }

  private Minted mint(Wanted wanted) {
    UserId user = user(wanted);
    int device = Fields.u32("device_id", wanted.deviceId());
    long seconds = Objects.requireNonNullElse(wanted.ttlSeconds(), usualLife.toSeconds());
    return new Minted(user.toUuid(), wanted.deviceId(), tokens.mint(user, device, seconds));
  }

  private UserId user(Wanted wanted) {
    UUID id = wanted.userId();
    String name = wanted.name();
    if (id != null) {
      return UserId.of(id);
    }
    if (name == null) {
      throw ApiProblem.PARAMETER_INVALID.exception();
    }
    return tokens.named(name);
  }
}
