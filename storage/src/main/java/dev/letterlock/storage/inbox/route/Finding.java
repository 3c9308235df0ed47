package dev.letterlock.storage.inbox.route;

import dev.letterlock.protocol.id.Cursor;

/**
 * What a session has to be told.
 *
 * @param index of the session among those that were examined
 * @param displaced the device has a later session; the rest does not matter then
 * @param last the last place of the inbox, perhaps of another epoch than what was sent; the session
 *     is behind if it is above that
 * @param receipts some wait that were neither sent nor confirmed
 */
public record Finding(int index, boolean displaced, Cursor last, boolean receipts) {}
