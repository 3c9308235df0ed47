package dev.letterlock.storage.inbox;

import dev.letterlock.protocol.id.DeviceAddress;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One Send on its way into the inboxes of its targets. The submitter fills it in the order of the
 * methods here; the engine answers with {@link #outcome()} and what follows it. Reusable, part of
 * an {@link InboxBatch}.
 *
 * <p>The targets of the recipient come first, then {@link #recipientsEnd()}, then the sender's own
 * other devices.
 */
public final class Submission {
  private static final int FIRST_CAPACITY = 4;
  private static final DeviceAddress[] NO_DEVICES = {};

  private @Nullable DeviceAddress sender;
  private long idHigh;
  private long idLow;
  private long contentHash;
  private boolean collapsing;
  private long collapseHigh;
  private long collapseLow;
  private boolean lookUpOnly;
  private @Nullable Object attachment;
  private @Nullable Object refusal;
  private int ref;

  private int targetCount;
  private int recipientTargets;
  private @Nullable DeviceAddress[] targets = new @Nullable DeviceAddress[FIRST_CAPACITY];
  private @Nullable Object[] attachments = new @Nullable Object[FIRST_CAPACITY];
  private int[] offsets = new int[FIRST_CAPACITY];
  private int[] lengths = new int[FIRST_CAPACITY];
  private long[] epochs = new long[FIRST_CAPACITY];
  private long[] seqs = new long[FIRST_CAPACITY];
  private long[] nodes = new long[FIRST_CAPACITY];
  private boolean[] away = new boolean[FIRST_CAPACITY];

  private Outcome outcome = Outcome.UNAVAILABLE;
  private long time;
  private DeviceAddress[] fullDevices = NO_DEVICES;

  Submission() {}

  /** Who sends which message. The address is kept by reference: pass the interned one. */
  public void begin(DeviceAddress newSender, long newIdHigh, long newIdLow) {
    sender = newSender;
    idHigh = newIdHigh;
    idLow = newIdLow;
  }

  /** Hash of all bytes of the Send that make it the same message when it is sent again. */
  public void content(long hash) {
    contentHash = hash;
  }

  /** What the submitter wants to find again in the listener. */
  public void attach(Object newAttachment, int newRef) {
    attachment = newAttachment;
    ref = newRef;
  }

  /** The message replaces what waits from the same sender user with the same tag. */
  public void collapse(long high, long low) {
    collapsing = true;
    collapseHigh = high;
    collapseLow = low;
  }

  /**
   * Store nothing, only look whether the message was stored before: answered by ALREADY_STORED,
   * CONFLICT, UNKNOWN or UNAVAILABLE.
   *
   * @param newRefusal what the submitter will answer if it is UNKNOWN
   */
  public void lookUpOnly(Object newRefusal) {
    lookUpOnly = true;
    refusal = newRefusal;
  }

  /** One more inbox to store in, with the place of its envelope in the arena; targets may share. */
  public void addTarget(DeviceAddress device, int offset, int length, Object targetAttachment) {
    if (targetCount == targets.length) {
      grow();
    }
    targets[targetCount] = device;
    attachments[targetCount] = targetAttachment;
    offsets[targetCount] = offset;
    lengths[targetCount] = length;
    epochs[targetCount] = 0;
    seqs[targetCount] = 0;
    nodes[targetCount] = 0;
    away[targetCount] = false;
    targetCount++;
  }

  /** The device of the last target is connected nowhere: its envelope will wait for long. */
  public void lastTargetIsAway() {
    away[targetCount - 1] = true;
  }

  /** All targets so far are the recipient's devices; those that follow are the sender's own. */
  public void recipientsEnd() {
    recipientTargets = targetCount;
  }

  public DeviceAddress sender() {
    return Objects.requireNonNull(sender);
  }

  public long idHigh() {
    return idHigh;
  }

  public long idLow() {
    return idLow;
  }

  public long contentHash() {
    return contentHash;
  }

  public boolean collapsing() {
    return collapsing;
  }

  public long collapseHigh() {
    return collapseHigh;
  }

  public long collapseLow() {
    return collapseLow;
  }

  public boolean isLookUpOnly() {
    return lookUpOnly;
  }

  public Object attachment() {
    return Objects.requireNonNull(attachment);
  }

  public @Nullable Object refusal() {
    return refusal;
  }

  public int ref() {
    return ref;
  }

  /** Bytes of the envelopes of all targets. */
  long storedBytes() {
    long bytes = 0;
    for (int i = 0; i < targetCount; i++) {
      bytes += lengths[i];
    }
    return bytes;
  }

  public int targetCount() {
    return targetCount;
  }

  /** How many of the first targets belong to the recipient. */
  public int recipientTargets() {
    return recipientTargets;
  }

  public DeviceAddress target(int index) {
    return Objects.requireNonNull(targets[index]);
  }

  public Object targetAttachment(int index) {
    return Objects.requireNonNull(attachments[index]);
  }

  /** Where the target's envelope begins in the arena. */
  public int targetOffset(int index) {
    return offsets[index];
  }

  public int targetLength(int index) {
    return lengths[index];
  }

  /** True if the target's device was connected nowhere when it was added; a hint. */
  public boolean isTargetAway(int index) {
    return away[index];
  }

  /** Epoch of the place that the target's inbox gave, if {@link #targetSeq} is not 0. */
  public long targetEpoch(int index) {
    return epochs[index];
  }

  /** Place in the target's inbox; 0 if it is full or nothing was stored. */
  public long targetSeq(int index) {
    return seqs[index];
  }

  /** The node that has the session of the target's device, if it was stored; 0 if nobody has. */
  public long targetNode(int index) {
    return nodes[index];
  }

  public Outcome outcome() {
    return outcome;
  }

  /** Server time of acceptance, µs: if STORED or ALREADY_STORED. */
  public long time() {
    return time;
  }

  /** How many devices were full: if STORED or ALREADY_STORED. */
  public int fullCount() {
    return fullDevices.length;
  }

  public DeviceAddress fullDevice(int index) {
    return fullDevices[index];
  }

  /** For engines: the answer, where nothing is stored now. All places are taken back. */
  public void answer(Outcome newOutcome) {
    outcome = newOutcome;
    Arrays.fill(seqs, 0, targetCount, 0);
    Arrays.fill(nodes, 0, targetCount, 0);
    fullDevices = NO_DEVICES;
  }

  /** For engines: stored before, at {@code storedTime}; the array is kept and not changed. */
  public void answerAlreadyStored(long storedTime, DeviceAddress[] full) {
    answer(Outcome.ALREADY_STORED);
    time = storedTime;
    fullDevices = full;
  }

  /** For engines: the place of a target, and the node that has its device; 0 for nobody. */
  public void place(int index, long epoch, long seq, long node) {
    epochs[index] = epoch;
    seqs[index] = seq;
    nodes[index] = node;
  }

  /** For engines: stored, where {@link #place} gave a seq; the array is kept and not changed. */
  public void answerStored(long storedTime, DeviceAddress[] full) {
    outcome = Outcome.STORED;
    time = storedTime;
    fullDevices = full;
  }

  void clear() {
    sender = null;
    attachment = null;
    refusal = null;
    collapsing = false;
    lookUpOnly = false;
    Arrays.fill(targets, 0, targetCount, null);
    Arrays.fill(attachments, 0, targetCount, null);
    targetCount = 0;
    recipientTargets = 0;
    outcome = Outcome.UNAVAILABLE;
    fullDevices = NO_DEVICES;
  }

  private void grow() {
    int capacity = targets.length * 2;
    targets = Arrays.copyOf(targets, capacity);
    attachments = Arrays.copyOf(attachments, capacity);
    offsets = Arrays.copyOf(offsets, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
    epochs = Arrays.copyOf(epochs, capacity);
    seqs = Arrays.copyOf(seqs, capacity);
    nodes = Arrays.copyOf(nodes, capacity);
    away = Arrays.copyOf(away, capacity);
  }
}
