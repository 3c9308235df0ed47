package dev.letterlock.client.messenger.receiving;

import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Groups;
import dev.letterlock.client.profile.KeptLetter;
import dev.letterlock.client.profile.Transaction;
import java.time.Duration;

/**
 * Asks for sender keys of groups that have not come some time after a message that needs them
 * (docs/E2EE.md §2.8). On the desk.
 */
public final class MissingKeys {

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Tools tools;
  private final Desk desk;
  private final Retries retries;

  public MissingKeys(Tools tools, Desk desk, Retries retries) {
    this.tools = tools;
    this.desk = desk;
    this.retries = retries;
  }

  /** Asks for the key of this message unless it comes by itself. */
  void askLater(Transaction step, KeptLetter held) {
    step.afterwards(() -> desk.after(PATIENCE, () -> askIfHeld(held)));
  }

  /** Asks for what an earlier run was waiting for. */
  public void askForAll() {
    try (Transaction step = tools.begin()) {
      groups(step).held().forEach(held -> askLater(step, held));
      step.commit();
    }
  }

  private void askIfHeld(KeptLetter held) {
    try (Transaction step = tools.begin()) {
      if (groups(step).isHeld(held)) {
        retries.askForKey(step, held);
        step.commit();
      }
    }
  }

  private Groups groups(Transaction step) {
    return new Groups(step, tools.e1());
  }
}
