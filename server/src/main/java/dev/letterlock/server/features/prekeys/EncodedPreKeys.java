package dev.letterlock.server.features.prekeys;

import dev.letterlock.protocol.OpaqueBytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pre-keys as a device hands them in.
 *
 * @param signed 108 bytes, or null
 * @param oneTime 36 bytes each
 * @param kem one-time KEM keys, 1,261 bytes each
 * @param kemLastResort 1,261 bytes, or null
 */
public record EncodedPreKeys(
    @Nullable OpaqueBytes signed,
    List<OpaqueBytes> oneTime,
    List<OpaqueBytes> kem,
    @Nullable OpaqueBytes kemLastResort) {

  public EncodedPreKeys {
    oneTime = List.copyOf(oneTime);
    kem = List.copyOf(kem);
  }
}
