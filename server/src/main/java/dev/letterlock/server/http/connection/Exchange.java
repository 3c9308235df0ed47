package dev.letterlock.server.http.connection;

import dev.letterlock.server.http.BodyPolicy;
import dev.letterlock.server.http.HttpProblem;
import dev.letterlock.server.http.Problem;
import dev.letterlock.server.http.ProblemException;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.http.Response;
import dev.letterlock.server.http.Route;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request whose endpoint is known, from its head to its response. The body comes on the event
 * loop; {@link #answer} runs on the endpoint's thread.
 */
final class Exchange {

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final HttpRequest head;
  private final Route route;
  private final Map<String, String> parameters;
  private final InetAddress client;
  private final @Nullable ArrivingBody arriving;
  private final ByteArrayOutputStream whole = new ByteArrayOutputStream(0);
  private long received;
  private boolean complete;
  private volatile boolean answered;

  Exchange(
      HttpRequest head,
      Route route,
      Map<String, String> parameters,
      InetAddress client,
      ArrivingBody.Flow flow) {
    this.head = head;
    this.route = route;
    this.parameters = parameters;
    this.client = client;
    this.arriving = route.body().streamed() ? new ArrivingBody(flow) : null;
  }

  HttpRequest head() {
    return head;
  }

  /** Whether the endpoint is called before the body is complete. */
  boolean streamed() {
    return arriving != null;
  }

  /** Whether the whole request has come. */
  boolean complete() {
    return complete;
  }

  /** Whether all of the response is on its way to the socket. */
  boolean answered() {
    return answered;
  }

  /** Any thread. */
  void markAnswered() {
    answered = true;
  }

  /**
   * Takes a piece of the body; the caller keeps it.
   *
   * @return why the body is refused, or null
   */
  @Nullable Problem take(HttpContent content) {
    ByteBuf bytes = content.content();
    BodyPolicy policy = route.body();
    received += bytes.readableBytes();
    if (content.decoderResult().isFailure()) {
      fail("the body is broken");
      return HttpProblem.BAD_REQUEST.problem();
    }
    if (received > policy.maxBytes()) {
      fail("the body is too large");
      return HttpProblem.BODY_TOO_LARGE.problem().with("max_bytes", policy.maxBytes());
    }
    keep(ByteBufUtil.getBytes(bytes));
    if (content instanceof LastHttpContent) {
      complete = true;
      if (arriving != null) {
        arriving.end();
      }
    }
    return null;
  }

  /** The rest of the body will not come. */
  void fail(String why) {
    if (arriving != null) {
      arriving.fail(new IOException(why));
    }
  }

  /** Calls the endpoint. Never throws what an endpoint throws. */
  Response answer() {
    try {
      return route.endpoint().handle(request());
    } catch (ProblemException e) {
      return Response.problem(e.problem());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Response.problem(HttpProblem.OVERLOADED.problem());
    } catch (Exception | StackOverflowError e) {
      LOG.error("{} {} failed", head.method(), Intake.path(head.uri()), e);
      return Response.problem(HttpProblem.INTERNAL_ERROR.problem());
    }
  }

  private void keep(byte[] bytes) {
    if (arriving != null) {
      arriving.add(bytes);
    } else {
      whole.writeBytes(bytes);
    }
  }

  private Request request() {
    String method = head.method().name();
    return new Request(
        method,
        head.uri(),
        parameters,
        new QueryStringDecoder(head.uri()).parameters(),
        head.headers(),
        client,
        arriving == null
            ? new Request.Content.Whole(whole.toByteArray())
            : new Request.Content.Arriving(arriving));
  }
}
