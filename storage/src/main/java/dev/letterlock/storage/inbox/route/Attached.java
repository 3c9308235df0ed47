package dev.letterlock.storage.inbox.route;

/**
 * A session as it begins.
 *
 * @param fence above those of all earlier sessions of the device, below 2^53
 * @param displaced the node that had the device until now, perhaps the same one; 0 if nobody had
 */
public record Attached(long fence, long displaced) {}
