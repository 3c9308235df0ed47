package dev.letterlock.server.notify;

import dev.letterlock.protocol.id.DeviceAddress;
import java.util.UUID;

/**
 * One call to one device to connect and look.
 *
 * @param id stays the same when the wake-up is sent again, so that a receiver can drop repeats
 */
public record WakeUp(UUID id, DeviceAddress device, boolean urgent) {}
