package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.store.VaultException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Entries of the outbox that wait for a person's word, or for somebody's device. On the desk. */
final class Waiting {

  private static final Duration PAUSE = Duration.ofSeconds(15);

  private final Tools tools;
  private final Desk desk;
  private final Audience audience;
  private final Set<Long> forWord = new TreeSet<>();
  private final Set<Long> forTime = new HashSet<>();
  private final Set<Long> told = new HashSet<>();

  Waiting(Tools tools, Desk desk, Audience audience) {
    this.tools = tools;
    this.desk = desk;
    this.audience = audience;
  }

  /** Until {@link #takeReleased}. */
  void forWord(long order, String why) {
    forWord.add(order);
    tell(order, why);
  }

  /** For some seconds. */
  void forTime(long order, String why, Runnable again) {
    tell(order, why);
    forTime.add(order);
    desk.after(
        PAUSE,
        () -> {
          forTime.remove(order);
          again.run();
        });
  }

  /** A person has spoken. */
  List<Long> takeReleased() {
    List<Long> released = List.copyOf(forWord);
    forWord.clear();
    told.removeAll(released);
    return released;
  }

  boolean isEmpty() {
    return forWord.isEmpty() && forTime.isEmpty();
  }

  private void tell(long order, String why) {
    if (told.add(order)) {
      audience.notice(Notice.of(Kind.REFUSED, conversation(order), why));
    }
  }

  /** Where the entry is sent, as far as that can be read. */
  private @Nullable UUID conversation(long order) {
    try (Transaction step = tools.begin()) {
      return new Sends(step).entry(order).map(entry -> entry.draft().conversation()).orElse(null);
    } catch (VaultException e) {
      return null;
    }
  }
}
