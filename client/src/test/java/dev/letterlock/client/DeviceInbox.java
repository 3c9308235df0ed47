package dev.letterlock.client;

import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.ServerFrame;

/**
 * Where a {@link DeviceSession} puts what arrives. Every call comes on the session's event loop and
 * must not block long. When a call returns, the device counts what it brought as stored and acks
 * it; when it throws, the session is broken off and resumes at the same place.
 */
public interface DeviceInbox {

  /** A message, each place of the inbox once; the envelope is a view that ends with this call. */
  void delivered(Deliver deliver);

  /** Places of the inbox that stay empty. */
  default void gap(Gap gap) {}

  /** Receipts for this device's messages; may come again. */
  default void receipt(Receipt receipt) {}

  /** Answers to requests, and notes such as KeysLow or InboxDrained. */
  default void other(ServerFrame frame) {}

  /** The session is over for good. */
  default void stopped(String reason) {}
}
