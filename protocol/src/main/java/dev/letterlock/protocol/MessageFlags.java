package dev.letterlock.protocol;

/** The bits of the flags byte of a Send and of an envelope (docs/PROTOCOL.md §4, §6). */
public final class MessageFlags {
  /** Bits 0 and 1: the {@link MessageClass}. */
  public static final int CLASS_MASK = 0b0011;

  /** Bit 2: devices may be missing from the addressed set; shown to the recipient. */
  public static final int PARTIAL = 0b0100;

  /** Bit 3, in a Send only: a collapse tag follows the list versions. */
  public static final int COLLAPSE_TAG = 0b1000;

  /** Bit 4, in an envelope only: the conversation is a group. Bit 5 is reserved. */
  public static final int GROUP = 0b1_0000;

  private MessageFlags() {}

  /** The bits for a class and a partial mark. */
  public static int of(MessageClass messageClass, boolean partial) {
    return messageClass.code() | (partial ? PARTIAL : 0);
  }

  /** The class in {@code flags}, which must be valid. */
  public static MessageClass messageClass(int flags) {
    return MessageClass.of(flags & CLASS_MASK);
  }

  public static boolean isEphemeral(int flags) {
    return (flags & CLASS_MASK) == MessageClass.EPHEMERAL.code();
  }

  public static boolean isGroup(int flags) {
    return (flags & GROUP) != 0;
  }

  public static boolean isPartial(int flags) {
    return (flags & PARTIAL) != 0;
  }

  public static boolean hasCollapseTag(int flags) {
    return (flags & COLLAPSE_TAG) != 0;
  }

  /**
   * Refuses a class of 3 and every bit outside of {@code allowed}.
   *
   * @throws ProtocolException MALFORMED
   */
  public static void check(int flags, int allowed) {
    if ((flags & ~allowed) != 0 || (flags & CLASS_MASK) == CLASS_MASK) {
      throw ProtocolException.malformed("flags", flags, "only known bits");
    }
  }
}
