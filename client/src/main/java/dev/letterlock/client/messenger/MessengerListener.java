package dev.letterlock.client.messenger;

import java.util.UUID;

/**
 * Hears what is new. Calls come one after the other on a thread of their own, after what they tell
 * of is stored; a call may use the messenger and may block. What is stored is the truth: after a
 * crash a call may be missing, but never the message.
 */
public interface MessengerListener {

  /**
   * A message of somebody else, or of another own device.
   *
   * @param message stored already
   */
  default void received(Message message) {}

  /**
   * Own messages of a conversation have come further, or failed; look at their status.
   *
   * @param conversation {@link Messenger#conversation} finds it
   */
  default void statusChanged(UUID conversation) {}

  /**
   * Something to tell the person.
   *
   * @param notice stored already
   */
  default void noticed(Notice notice) {}

  /** In this session everything has come that had waited at the server. */
  default void caughtUp() {}

  /**
   * The connection came or went; once also that the first attempts came to nothing.
   *
   * @param online whether there is a connection now
   */
  default void connection(boolean online) {}

  /**
   * The messenger will not connect again by itself.
   *
   * @param reason for a program, such as {@link Reason#NOT_SIGNED_IN}
   * @param sentence for a person
   */
  default void stopped(Reason reason, String sentence) {}
}
