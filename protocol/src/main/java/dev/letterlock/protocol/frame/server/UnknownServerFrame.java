package dev.letterlock.protocol.frame.server;

/**
 * A frame of a type that this version does not know; a client ignores it.
 *
 * @param typeCode the first byte of the frame, 0 to 255
 */
public record UnknownServerFrame(int typeCode) implements ServerFrame {}
