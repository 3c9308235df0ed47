package dev.letterlock.server.http;

import java.util.Map;

/** A kind of refusal, one constant of an enum: RFC 9457 with a stable code. */
public interface ProblemType {

  /** The HTTP status, 400 to 599. */
  int status();

  /** Stable and short, such as {@code not_found}: what a client may compare. */
  String code();

  /** One sentence for a person; never about this one occurrence. */
  String title();

  /** This refusal without more to say. */
  default Problem problem() {
    return new Problem(status(), code(), title(), null, Map.of());
  }

  /** This refusal, thrown. */
  default ProblemException exception() {
    return new ProblemException(problem());
  }
}
