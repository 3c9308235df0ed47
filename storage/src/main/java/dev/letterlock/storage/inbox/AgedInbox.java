package dev.letterlock.storage.inbox;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;

/**
 * An inbox with old envelopes.
 *
 * @param upTo the last place whose envelope is old
 */
public record AgedInbox(DeviceAddress device, Cursor upTo) {}
