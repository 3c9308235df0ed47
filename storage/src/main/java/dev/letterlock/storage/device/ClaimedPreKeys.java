package dev.letterlock.storage.device;

import dev.letterlock.protocol.OpaqueBytes;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a bundle in their wire forms.
 *
 * @param signed 108 bytes
 * @param oneTime 36 bytes, null if none was left or taken
 * @param kem 1,261 bytes, one-time or else last resort; null if the device has neither
 * @param runsLow true for the one claim that brought the device's stock of either kind below its
 *     low mark; false for its repetitions
 */
public record ClaimedPreKeys(
    OpaqueBytes signed,
    @Nullable OpaqueBytes oneTime,
    @Nullable OpaqueBytes kem,
    boolean runsLow) {}
