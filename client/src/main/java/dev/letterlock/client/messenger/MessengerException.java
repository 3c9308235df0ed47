package dev.letterlock.client.messenger;

import org.jspecify.annotations.Nullable;

/** Something cannot be done; the message is a sentence for the person who asked for it. */
public final class MessengerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MessengerException(String sentence) {
    super(sentence);
  }

  public MessengerException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
