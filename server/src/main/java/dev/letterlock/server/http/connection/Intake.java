package dev.letterlock.server.http.connection;

import dev.letterlock.server.http.BodyPolicy;
import dev.letterlock.server.http.HttpProblem;
import dev.letterlock.server.http.Problem;
import dev.letterlock.server.http.Response;
import dev.letterlock.server.http.Route;
import dev.letterlock.server.http.Router;
import dev.letterlock.server.net.RequestLimit;
import dev.letterlock.server.net.upgrade.Origins;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What becomes of a request, judged by its head alone. Safe for any thread. */
final class Intake {

  private static final String CORS_HEADERS =
      "Authorization, Content-Type, If-Range, Letterlock-Signature, Range, Upload-Offset";
  private static final String CORS_SECONDS = "600";
  private static final String COMPRESSED = "Content-Encoding: one is named (expected: none)";
  private static final long MILLIS_PER_SECOND = 1000;

  private final Router router;
  private final Origins origins;
  private final @Nullable RequestLimit limit;

  /**
   * @param limit null: none
   */
  Intake(Router router, Origins origins, @Nullable RequestLimit limit) {
    this.router = router;
    this.origins = origins;
    this.limit = limit;
  }

  /** What becomes of a request. */
  sealed interface Verdict {
    /** An endpoint answers it. */
    record Call(Route route, Map<String, String> parameters) implements Verdict {}

    /** It is answered at once. */
    record Answer(Response response) implements Verdict {}
  }

  /** Why the request is none that HTTP knows, or null: after this the connection must end. */
  static @Nullable Problem fault(HttpRequest request) {
    DecoderResult result = request.decoderResult();
    if (result.isFailure()) {
      return switch (result.cause()) {
        case TooLongHttpLineException _ -> HttpProblem.URL_TOO_LONG.problem();
        case TooLongHttpHeaderException _ -> HttpProblem.HEADERS_TOO_LARGE.problem();
        default -> HttpProblem.BAD_REQUEST.problem();
      };
    }
    int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
    boolean needsHost = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    return hosts > 1 || (needsHost && hosts == 0) ? HttpProblem.BAD_HOST.problem() : null;
  }

  /** What becomes of a request without fault. */
  Verdict judge(HttpRequest request, InetAddress client) {
    long retryAfterMillis = limit == null ? 0 : limit.charge(client);
    return retryAfterMillis > 0 ? tooFast(retryAfterMillis) : route(request);
  }

  private static Verdict tooFast(long retryAfterMillis) {
    long seconds = Math.ceilDiv(retryAfterMillis, MILLIS_PER_SECOND);
    return new Verdict.Answer(
        Response.problem(HttpProblem.TOO_MANY_REQUESTS.problem())
            .header("Retry-After", String.valueOf(seconds)));
  }

  private Verdict route(HttpRequest request) {
    String path = path(request.uri());
    return switch (router.find(request.method().name(), path)) {
      case Router.Found.Endpoint(Route route, Map<String, String> parameters) -> {
        Problem problem = ofBody(request, route.body());
        yield problem == null ? new Verdict.Call(route, parameters) : answer(problem);
      }
      case Router.Found.OtherMethods(SortedSet<String> allowed) ->
          new Verdict.Answer(otherMethod(request, allowed));
      case Router.Found.Nothing() -> answer(HttpProblem.NOT_FOUND.problem());
    };
  }

  static String path(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  private static Verdict answer(Problem problem) {
    return new Verdict.Answer(Response.problem(problem));
  }

  private Response otherMethod(HttpRequest request, SortedSet<String> allowed) {
    String methods = String.join(", ", allowed);
    if (!request.method().equals(HttpMethod.OPTIONS)) {
      return Response.problem(HttpProblem.METHOD_NOT_ALLOWED.problem()).header("Allow", methods);
    }
    Response options = Response.empty(204).header("Allow", methods);
    return origins.crossOrigin(request.headers()) == null
        ? options
        : options
            .header("Access-Control-Allow-Methods", methods)
            .header("Access-Control-Allow-Headers", CORS_HEADERS)
            .header("Access-Control-Max-Age", CORS_SECONDS);
  }

  private static @Nullable Problem ofBody(HttpRequest request, BodyPolicy policy) {
    HttpHeaders headers = request.headers();
    long length = HttpUtil.getContentLength(request, 0L);
    boolean hasBody = length > 0 || HttpUtil.isTransferEncodingChunked(request);
    if (!hasBody) {
      return null;
    }
    if (length > policy.maxBytes() || policy.maxBytes() == 0) {
      return HttpProblem.BODY_TOO_LARGE.problem().with("max_bytes", policy.maxBytes());
    }
    if (headers.contains(HttpHeaderNames.CONTENT_ENCODING)) {
      return HttpProblem.UNSUPPORTED_MEDIA_TYPE.problem().because(COMPRESSED);
    }
    List<String> types = headers.getAll(HttpHeaderNames.CONTENT_TYPE);
    boolean taken = types.size() == 1 && policy.mediaTypes().contains(mediaType(types.getFirst()));
    return taken ? null : HttpProblem.UNSUPPORTED_MEDIA_TYPE.problem();
  }

  private static String mediaType(String contentType) {
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT);
  }
}
