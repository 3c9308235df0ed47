package dev.letterlock.storage.device;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.DeviceAddress;

/**
 * What a device is registered with; the caller has checked the certificate (docs/E2EE.md §2.2).
 *
 * @param registration u32, random per registration
 * @param certificate 162 bytes
 * @param certHash 32 bytes
 * @param signingKey DSK, 32 bytes
 * @param agreementKey DHK, 32 bytes
 */
public record DeviceRegistration(
    DeviceAddress address,
    int registration,
    OpaqueBytes certificate,
    OpaqueBytes certHash,
    OpaqueBytes signingKey,
    OpaqueBytes agreementKey) {}
