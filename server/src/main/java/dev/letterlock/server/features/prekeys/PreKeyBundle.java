package dev.letterlock.server.features.prekeys;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.storage.device.ClaimedPreKeys;

/**
 * What a sender needs to begin a session with one device (docs/E2EE.md §2.3).
 *
 * @param device u32
 * @param registration u32
 * @param certificate 162 bytes
 */
public record PreKeyBundle(
    int device, int registration, OpaqueBytes certificate, ClaimedPreKeys keys) {}
