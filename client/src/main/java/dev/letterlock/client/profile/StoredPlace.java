package dev.letterlock.client.profile;

import dev.letterlock.protocol.id.Cursor;

/**
 * A place of the inbox up to which everything is stored.
 *
 * @param silent nobody shall learn that what stood there has come, or what stood before it as far
 *     as the server may not have the ack of it (docs/E2EE.md R6)
 */
public record StoredPlace(Cursor cursor, boolean silent) {}
