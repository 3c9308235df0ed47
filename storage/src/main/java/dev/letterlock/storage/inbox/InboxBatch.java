package dev.letterlock.storage.inbox;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop hands to the engine in one turn. Reusable: entries and arena are kept when it
 * is cleared, so that a warm batch allocates nothing.
 *
 * <p>Used by one thread at a time: by the submitter, then by the engine until the listener is
 * called, then by the submitter again.
 */
public final class InboxBatch {
  private final ByteBuf arena;
  private final BatchSpares spares;
  private final List<Submission> submissions = new ArrayList<>();
  private final List<AckEntry> acks = new ArrayList<>();

  private @Nullable BatchListener listener;
  private int submissionCount;
  private int ackCount;

  /**
   * @param arena direct buffer that holds the envelopes one after the other and grows with them;
   *     the batch owns it from now on
   */
  public InboxBatch(ByteBuf arena) {
    this(arena, new BatchSpares());
  }

  /**
   * A batch that shares its spare entries with others.
   *
   * @param arena as above
   */
  public InboxBatch(ByteBuf arena, BatchSpares spares) {
    if (!arena.isDirect()) {
      throw new IllegalArgumentException("arena: heap buffer (expected: a direct one)");
    }
    this.arena = arena;
    this.spares = spares;
  }

  /** Sets who is told; once, before the first use. */
  public void listener(BatchListener newListener) {
    listener = newListener;
  }

  /** Where the submitter appends envelopes. */
  public ByteBuf arena() {
    return arena;
  }

  /** The next submission, blank. */
  public Submission addSubmission() {
    if (submissionCount == submissions.size()) {
      spares.submissions().addTo(submissions);
    }
    return submissions.get(submissionCount++);
  }

  /** The next ack, blank. */
  public AckEntry addAck() {
    if (ackCount == acks.size()) {
      spares.acks().addTo(acks);
    }
    return acks.get(ackCount++);
  }

  public int submissionCount() {
    return submissionCount;
  }

  public Submission submission(int index) {
    return submissions.get(index);
  }

  public int ackCount() {
    return ackCount;
  }

  public AckEntry ack(int index) {
    return acks.get(index);
  }

  /** Bytes that the engine would store: an envelope counts once for each inbox. */
  public long storedBytes() {
    long bytes = 0;
    for (int i = 0; i < submissionCount; i++) {
      bytes += submissions.get(i).storedBytes();
    }
    return bytes;
  }

  public boolean isEmpty() {
    return submissionCount == 0 && ackCount == 0;
  }

  /** For engines: hands the batch back. */
  public void finish() {
    BatchListener present = listener;
    if (present != null) {
      present.committed(this);
    }
  }

  /** Makes the batch empty again and drops every reference that its entries hold. */
  public void clear() {
    for (int i = 0; i < submissionCount; i++) {
      submissions.get(i).clear();
    }
    for (int i = 0; i < ackCount; i++) {
      acks.get(i).clear();
    }
    submissionCount = 0;
    ackCount = 0;
    spares.submissions().takeFrom(submissions);
    spares.acks().takeFrom(acks);
    arena.clear();
  }

  /** Frees the arena; the batch is not used again. */
  public void release() {
    arena.release();
  }
}
