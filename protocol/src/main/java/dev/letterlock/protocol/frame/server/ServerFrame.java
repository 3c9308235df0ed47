package dev.letterlock.protocol.frame.server;

import dev.letterlock.protocol.FrameType;

/** A frame from the server to a client (docs/PROTOCOL.md §5). */
public sealed interface ServerFrame
    permits Welcome,
        Accepted,
        RosterMismatch,
        Deliver,
        InboxDrained,
        Gap,
        Receipt,
        PreKeyBundles,
        KeysLow,
        Pong,
        GoAway,
        Failure,
        UnknownServerFrame {
  /** The first byte of the frame, 0 to 255; a {@link FrameType} code unless unknown. */
  int typeCode();
}
