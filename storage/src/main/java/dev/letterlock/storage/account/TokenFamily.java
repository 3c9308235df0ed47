package dev.letterlock.storage.account;

import dev.letterlock.protocol.id.DeviceAddress;
import java.time.Instant;
import java.util.UUID;

/**
 * One login of a device and the tokens that follow from it.
 *
 * @param id the claim {@code fam} of its access tokens
 * @param registration u32, random per registration of the device
 * @param expires milliseconds are kept
 */
public record TokenFamily(UUID id, DeviceAddress device, int registration, Instant expires) {}
