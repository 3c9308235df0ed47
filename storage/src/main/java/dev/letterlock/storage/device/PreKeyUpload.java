package dev.letterlock.storage.device;

import dev.letterlock.protocol.OpaqueBytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys in their wire forms, each of which begins with its id u32 (docs/PROTOCOL.md).
 *
 * @param signed 108 bytes, replaces the one before; null: unchanged
 * @param oneTime 36 bytes each
 * @param kemOneTime 1,261 bytes each
 * @param kemLastResort 1,261 bytes, replaces the one before; null: unchanged
 */
public record PreKeyUpload(
    @Nullable OpaqueBytes signed,
    List<OpaqueBytes> oneTime,
    List<OpaqueBytes> kemOneTime,
    @Nullable OpaqueBytes kemLastResort) {
  public PreKeyUpload {
    oneTime = List.copyOf(oneTime);
    kemOneTime = List.copyOf(kemOneTime);
  }
}
