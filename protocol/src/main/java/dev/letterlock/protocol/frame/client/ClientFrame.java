package dev.letterlock.protocol.frame.client;

import dev.letterlock.protocol.FrameType;

/** A frame from a client to the server (docs/PROTOCOL.md §4). */
public sealed interface ClientFrame
    permits Hello,
        Send,
        UnsupportedSend,
        Ack,
        ReadReceipt,
        ClaimPreKeys,
        KeyCount,
        Ping,
        UnknownClientFrame {
  /** The first byte of the frame, 0 to 255; a {@link FrameType} code unless unknown. */
  int typeCode();
}
