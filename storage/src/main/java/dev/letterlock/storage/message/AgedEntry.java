package dev.letterlock.storage.message;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import java.time.Instant;

/**
 * One entry of an inbox.
 *
 * @param envelope as in the engine (docs/PROTOCOL.md)
 * @param expires milliseconds are kept
 */
public record AgedEntry(
    DeviceAddress device, Cursor cursor, OpaqueBytes envelope, Instant expires) {}
