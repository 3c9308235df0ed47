package dev.letterlock.crypto.e2ee.trust;

import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.primitive.Hash32;

/**
 * A device whose certificate a valid list of its user names: the only kind that a client encrypts
 * to (docs/E2EE.md §2.2). Made by {@link DeviceListPins#trust}; whoever makes one otherwise answers
 * for that check.
 *
 * @param certHash of {@code cert}
 * @param listVersion u64, of the list that named it
 */
public record TrustedDevice(DeviceCert cert, Hash32 certHash, long listVersion) {}
