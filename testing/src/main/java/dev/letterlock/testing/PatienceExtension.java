package dev.letterlock.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every class wait half a minute for what it gives no time of its own, as a busy machine may
 * need, whatever the class before it has asked for. JUnit registers it by itself, as it does {@link
 * NoLeaksExtension}; a class that sets another time in {@code @BeforeAll} comes after it.
 */
public final class PatienceExtension implements BeforeAllCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public void beforeAll(ExtensionContext context) {
    if (context.getRequiredTestClass().getEnclosingClass() == null) {
      Awaitility.setDefaultTimeout(PATIENCE);
    }
  }
}
