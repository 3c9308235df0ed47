package dev.letterlock.protocol.frame.client;

/**
 * A frame of a type that this version does not know. It is answered by a Failure with UNKNOWN_FRAME
 * and the session goes on.
 *
 * @param typeCode the first byte of the frame, 0 to 255
 */
public record UnknownClientFrame(int typeCode) implements ClientFrame {}
