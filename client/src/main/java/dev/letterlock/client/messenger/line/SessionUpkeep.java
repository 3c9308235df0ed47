package dev.letterlock.client.messenger.line;

import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import java.time.Duration;

/**
 * Gives up old secrets of sessions also with those who are silent (docs/E2EE.md §2.5, "Limits"). On
 * the desk.
 */
public final class SessionUpkeep {

  private static final Duration LOOK_EVERY = Duration.ofHours(1);

  private final Tools tools;
  private final Desk desk;

  public SessionUpkeep(Tools tools, Desk desk) {
    this.tools = tools;
    this.desk = desk;
  }

  /** Looks now and every hour. */
  public void begin() {
    try {
      look();
    } finally {
      desk.after(LOOK_EVERY, this::begin);
    }
  }

  void look() {
    try (Transaction step = tools.begin()) {
      new Peers(step, tools.e1()).expireSessions(tools.pairwise());
      step.commit();
    }
  }
}
