package dev.letterlock.crypto.e2ee.session;

import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.e2ee.RecordHeader;
import dev.letterlock.crypto.e2ee.handshake.PreKeyHeader;
import dev.letterlock.crypto.primitive.Octets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The per-device part of an envelope, taken apart: a record, with a pre-key header before it until
 * the first reply (docs/E2EE.md §2.4 and §2.5).
 *
 * @param preKey null for a record alone
 * @param record 93 bytes
 * @param recordHeader of {@code record}
 */
record DeviceHeader(@Nullable PreKeyHeader preKey, Octets record, RecordHeader recordHeader) {

  /**
   * Takes 93, 143 or 1,231 bytes apart.
   *
   * @throws OpenRejectedException with the fault of the part at fault
   * @throws dev.letterlock.crypto.primitive.KeyRejectedException if a point is not canonical
   */
  static DeviceHeader parse(byte[] header) {
    if (!PayloadSizes.isDeviceHeader(header.length)) {
      throw new OpenRejectedException(
          OpenFault.BAD_LENGTH, "header: " + header.length + " B (expected: 93, 143 or 1231)");
    }
    int recordAt = header.length - PayloadSizes.RECORD;
    byte[] record = Arrays.copyOfRange(header, recordAt, header.length);
    PreKeyHeader preKey =
        recordAt == 0 ? null : PreKeyHeader.parse(Arrays.copyOf(header, recordAt));
    return new DeviceHeader(preKey, Octets.of(record), RecordHeader.parse(record));
  }
}
