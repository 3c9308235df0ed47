package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.group.KeyFingerprint;

/**
 * A device that has a sender key (docs/E2EE.md §2.8).
 *
 * @param accountKey of the user whose list named the device then
 */
public record ChainHolder(DeviceAddress device, KeyFingerprint accountKey) {}
