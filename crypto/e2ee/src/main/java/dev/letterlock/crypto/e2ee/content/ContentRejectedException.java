package dev.letterlock.crypto.e2ee.content;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Content that must not be shown or acted on (docs/E2EE.md §2.6); the {@link ContentFault} says
 * why.
 */
public final class ContentRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ContentFault fault;
  private final @Nullable UUID named;

  /**
   * @param text {@code name: value (expected: ...)}, never content
   */
  public ContentRejectedException(ContentFault fault, String text) {
    this(fault, text, null);
  }

  ContentRejectedException(ContentFault fault, String text, @Nullable UUID named) {
    super(fault + ": " + text);
    this.fault = fault;
    this.named = named;
  }

  public ContentFault fault() {
    return fault;
  }

  /** The id that the author gave the message, if the server gave it another and all else fits. */
  public Optional<UUID> named() {
    return Optional.ofNullable(named);
  }
}
