package dev.letterlock.client.messenger.desk;

import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Notices;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.StoredNotice;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.primitive.Octets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listener, on a thread of its own, so that it can neither block nor break the desk; and
 * keeps what a person was told. Notices come from the desk.
 */
public final class Audience implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Audience.class);
  private static final Octets NONE = Octets.of(new byte[0]);

  private final MessengerListener listener;
  private final Tools tools;

  /** Not of the step: a notice of its own may be kept while another step is under way. */
  private final AtomicLong number;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Desk.daemons("letterlock-listener"));

  public Audience(MessengerListener listener, Tools tools) {
    this.listener = listener;
    this.tools = tools;
    try (Transaction step = tools.begin()) {
      this.number = new AtomicLong(new Notices(step).last());
    }
  }

  /** Whether the person who is told is this user. */
  public boolean isOf(UUID user) {
    return tools.user().equals(user);
  }

  public void tell(Consumer<MessengerListener> news) {
    try {
      thread.execute(() -> {
        try {
          news.accept(listener);
        } catch (RuntimeException e) {
          LOG.warn("listener failed", e);
        }
      });
    } catch (RejectedExecutionException e) {
      LOG.debug("news after the end are not told");
    }
  }

  /** What is true with this step: kept with it, and told once it is stored. */
  public void notice(Transaction step, Notice notice) {
    keep(step, notice);
    step.afterwards(() -> tell(to -> to.noticed(notice)));
  }

  /** What is true whatever else is stored: told even if it cannot be kept. */
  public void notice(Notice notice) {
    try (Transaction step = tools.begin()) {
      keep(step, notice);
      step.commit();
    } catch (RuntimeException e) {
      LOG.debug("notice: not kept (expected: kept): {}", e.getMessage());
    }
    tell(to -> to.noticed(notice));
  }

  private void keep(Transaction step, Notice notice) {
    Octets evidence = notice.evidence();
    StoredNotice stored =
        new StoredNotice(
            notice.kind().code(),
            notice.conversation(),
            notice.account(),
            newest(step, notice),
            tools.clock().millis(),
            notice.text(),
            evidence == null ? NONE : evidence);
    new Notices(step).add(number.incrementAndGet(), stored, notice.kind().isGrave());
  }

  private static long newest(Transaction step, Notice notice) {
    return Optional.ofNullable(notice.conversation())
        .flatMap(new Conversations(step)::find)
        .map(StoredConversation::last)
        .orElse(0L);
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
