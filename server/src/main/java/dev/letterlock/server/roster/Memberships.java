package dev.letterlock.server.roster;

import dev.letterlock.protocol.id.ConversationId;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Who is in which group. Thread-safe; never blocks. */
public interface Memberships {

  /** The membership if it is in memory. */
  @Nullable Membership cached(ConversationId group);

  /**
   * Reads the newest membership. Fails with {@code StoreUnavailableException} while the store is
   * away. Completed on any thread.
   */
  CompletionStage<Membership> load(ConversationId group);
}
