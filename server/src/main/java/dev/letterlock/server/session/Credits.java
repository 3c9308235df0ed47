package dev.letterlock.server.session;

/**
 * The window of unacknowledged Deliver frames that the client asked for in its Hello.
 *
 * @param messages frames, 1 to 4,096
 * @param bytes sum of frame sizes
 */
public record Credits(int messages, int bytes) {}
