package dev.letterlock.storage.message;

import dev.letterlock.protocol.id.ConversationId;
import java.util.List;
import java.util.Optional;

/**
 * Each group's chain of signed states (docs/E2EE.md §2.8). Every method blocks, refuses event
 * loops, and throws {@link dev.letterlock.storage.StoreUnavailableException} while the database is
 * away.
 */
public interface GroupStore {
  /**
   * Appends the next state by compare-and-set: its epoch is the stored one plus one (1 if there is
   * none) and its {@code previousHash} the stored {@code stateHash} (zeros if there is none).
   * Signatures, and who may change what, are the caller's matter.
   */
  AppendResult append(SignedGroupState state);

  /** The newest state. */
  Optional<SignedGroupState> latest(ConversationId group);

  /**
   * States in order, without a hole.
   *
   * @param after epoch after which to begin, u32 in a long; 0 for the first state
   * @param most at least 1
   */
  List<SignedGroupState> chain(ConversationId group, long after, int most);

  /** What came of {@link #append}. */
  enum AppendResult {
    APPENDED,
    /** This very state is the newest already; nothing changed. */
    ALREADY_THERE,
    /** Not the next in the chain: look at {@link #latest}. */
    NOT_NEXT
  }
}
