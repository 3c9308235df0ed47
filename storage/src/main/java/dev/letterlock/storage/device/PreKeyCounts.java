package dev.letterlock.storage.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a device's pre-keys; zeros for a device that never uploaded.
 *
 * @param signedSince when the signed pre-key came, null if there is none
 * @param lastResort whether there is a KEM key of last resort
 */
public record PreKeyCounts(
    int oneTime, int kemOneTime, @Nullable Instant signedSince, boolean lastResort) {}
