package dev.letterlock.crypto.e2ee.session;

import dev.letterlock.crypto.e2ee.handshake.SessionId;
import dev.letterlock.crypto.primitive.Hash32;

/** What happened besides a key being unwrapped, for the log of the chat: docs/E2EE.md §2.4. */
public sealed interface SessionEvent {

  /** The peer began the first session with this device. */
  record Started(SessionId session) implements SessionEvent {}

  /** The peer replaced a live session by one that continues it; nothing to show. */
  record Relinked(SessionId session, SessionId previous) implements SessionEvent {}

  /**
   * The peer, which knows of no session to link to, replaced one that was due by its own rules;
   * nothing to show.
   */
  record Renewed(SessionId session) implements SessionEvent {}

  /**
   * The peer replaced a live session by one that does not continue it: it lost its state, or
   * somebody with its keys but not its sessions speaks. To be shown.
   */
  record Reset(SessionId session) implements SessionEvent {}

  /** The device registered anew, under another certificate of a valid list. To be shown. */
  record DeviceReplaced(Hash32 oldCertHash, Hash32 newCertHash) implements SessionEvent {}
}
