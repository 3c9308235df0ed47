package dev.letterlock.client.messenger;

import java.time.Instant;

/**
 * A notice as it is kept after it was told.
 *
 * @param at when, by this device's clock
 * @param after {@link Message#index} of the newest message of its conversation then, 0 for none: it
 *     stands behind that one
 * @param unread whether it is about a conversation and {@link Conversation#markRead} was not said
 *     since
 * @param notice what was told
 */
public record ToldNotice(Notice notice, Instant at, long after, boolean unread) {}
