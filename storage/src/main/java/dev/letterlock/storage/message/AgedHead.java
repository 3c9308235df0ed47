package dev.letterlock.storage.message;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;

/**
 * A device with aged entries.
 *
 * @param first of the oldest of them
 */
public record AgedHead(DeviceAddress device, Cursor first) {}
