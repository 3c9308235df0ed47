package dev.letterlock.client.api;

import dev.letterlock.crypto.primitive.Octets;
import org.jspecify.annotations.Nullable;

/**
 * The pre-key bundle of one device as the server hands it out, not yet believed.
 *
 * @param device u32
 * @param certificate 162 bytes, if the server is honest
 * @param signedPreKey 108 bytes
 * @param oneTimePreKey 36 bytes, all zeros for none
 * @param kemPreKey 1,261 bytes, or null for none
 */
public record ClaimedBundle(
    int device,
    Octets certificate,
    Octets signedPreKey,
    Octets oneTimePreKey,
    @Nullable Octets kemPreKey) {}
