package dev.letterlock.storage.inbox;

import dev.letterlock.protocol.id.Cursor;
import io.netty.buffer.ByteBuf;

/**
 * An envelope that waits.
 *
 * @param envelope the stored bytes between reader and writer index; released with the page
 */
public record StoredEnvelope(Cursor cursor, ByteBuf envelope) implements InboxItem {}
