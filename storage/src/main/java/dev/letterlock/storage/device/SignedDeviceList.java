package dev.letterlock.storage.device;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device list as signed, with the fields that the server reads from it.
 *
 * @param version u64, from 1
 * @param previousHash 32 bytes, zeros for the first
 * @param listHash 32 bytes
 * @param accountKey AIK, 32 bytes
 * @param entries at most 16
 * @param bytes the whole list with its signature
 * @param rollover 96 bytes that name the new account key, null unless the key changed with this
 *     list
 */
public record SignedDeviceList(
    UserId user,
    long version,
    OpaqueBytes previousHash,
    OpaqueBytes listHash,
    OpaqueBytes accountKey,
    List<Entry> entries,
    OpaqueBytes bytes,
    @Nullable OpaqueBytes rollover) {
  public SignedDeviceList {
    entries = List.copyOf(entries);
  }

  /**
   * A device that the list names.
   *
   * @param device u32
   * @param registration u32
   * @param certHash 32 bytes
   */
  public record Entry(int device, int registration, OpaqueBytes certHash) {}
}
