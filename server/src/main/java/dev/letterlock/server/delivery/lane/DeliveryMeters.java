package dev.letterlock.server.delivery.lane;

/** What one lane counts. Called on its event loop; implementations neither block nor allocate. */
public interface DeliveryMeters {
  /** A Send was accepted, {@code micros} after its turn began. */
  void accepted(long micros);

  /**
   * An envelope went to its session straight from memory, {@code micros} after it was handed in.
   */
  void delivered(long micros);

  /** An envelope was read from its inbox and sent. */
  void deliveredFromInbox();

  /** An envelope that another node had committed was sent. */
  void deliveredFromElsewhere();

  /** A device acked so many entries. */
  void acked(int entries);
}
