package dev.letterlock.storage.inbox;

import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.id.Cursor;

/**
 * Places that stay empty, acked like envelopes.
 *
 * @param from the first empty place; for NEW_EPOCH the last place of the reader's epoch
 * @param to the last empty place; for NEW_EPOCH (new epoch, 0)
 */
public record InboxGap(Cursor from, Cursor to, Gap.Reason reason) implements InboxItem {}
