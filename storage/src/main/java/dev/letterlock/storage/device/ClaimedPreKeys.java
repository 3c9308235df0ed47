package dev.letterlock.storage.device;

import dev.letterlock.protocol.OpaqueBytes;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a bundle in their wire forms.
 *
 * @param signed 108 bytes
 * @param oneTime 36 bytes, null if none was left or taken
 * @param kem 1,261 bytes, one-time or else last resort; null if the device has neither
 */
public record ClaimedPreKeys(
    OpaqueBytes signed, @Nullable OpaqueBytes oneTime, @Nullable OpaqueBytes kem) {}
