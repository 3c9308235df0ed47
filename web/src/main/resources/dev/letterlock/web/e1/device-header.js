import { PreKeyHeader } from './pre-key-header.js';
import { parseRecordHeader } from './record.js';
import { OpenRejected } from './rejections.js';
import { RECORD, isDeviceHeader } from './sizes.js';

/**
 * What a Send carries for one device: a record of 93 bytes, with a pre-key header before it until the first reply.
 *
 * @typedef {{preKey: PreKeyHeader | null, record: Uint8Array,
 *   recordHeader: import('./record.js').RecordHeader}} DeviceHeader
 */

/**
 * @param {Uint8Array} bytes 93, 143 or 1,231
 * @returns {DeviceHeader}
 * @throws {OpenRejected} with BAD_LENGTH, BAD_VERSION, SUITE_REFUSED or UNKNOWN_PRE_KEY
 * @throws {import('./rejections.js').KeyRejected} with NON_CANONICAL_POINT
 */
export function parseDeviceHeader(bytes) {
  if (!isDeviceHeader(bytes.length)) {
    throw new OpenRejected('BAD_LENGTH', `header: ${bytes.length} B (expected: 93, 143 or 1231)`);
  }
  const recordAt = bytes.length - RECORD;
  const record = bytes.slice(recordAt);
  const preKey = recordAt === 0 ? null : PreKeyHeader.parse(bytes.subarray(0, recordAt));
  return { preKey, record, recordHeader: parseRecordHeader(record) };
}
