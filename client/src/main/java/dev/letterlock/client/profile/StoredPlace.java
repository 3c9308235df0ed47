package dev.letterlock.client.profile;

import dev.letterlock.protocol.id.Cursor;

/**
 * The last place of the inbox that is stored.
 *
 * @param silent nobody shall learn that what stood there has come (docs/E2EE.md R6)
 */
public record StoredPlace(Cursor cursor, boolean silent) {}
