import { ByteWriter } from '../byte-writer.js';
import { concat } from '../bytes.js';
import { ByteReader } from '../byte-reader.js';
import { kdf } from './e1.js';
import { Label } from './label.js';
import { agreementKey } from './public-keys.js';
import { OpenRejected } from './rejections.js';
import { RECORD } from './sizes.js';
import { aeadOpen, aeadSeal, wipe } from './sodium.js';

/**
 * What opens a slice for one device, 93 bytes (docs/E2EE.md §2.5): `u8=1 | tag u32 | dh 32 | pn u32 | n u32 | AE(wk, wn,
 * the first 45 bytes ‖ ph, CEK)`. The payload hash is part of the key, so a message key that is used twice makes two
 * keys (R9).
 */

const VERSION = 1;
const HEAD = 45;

/** @typedef {{tag: number, dh: Uint8Array, previousCount: number, count: number}} RecordHeader */

/**
 * @returns {RecordHeader}
 * @throws {OpenRejected} with BAD_LENGTH or BAD_VERSION
 * @throws {import('./rejections.js').KeyRejected} with NON_CANONICAL_POINT
 */
export function parseRecordHeader(record) {
  if (record.length !== RECORD) {
    throw new OpenRejected('BAD_LENGTH', `record: ${record.length} B (expected: 93)`);
  }
  const input = new ByteReader(record, () => new OpenRejected('BAD_LENGTH', 'record: cut off (expected: 93 B)'));
  const version = input.u8();
  if (version !== VERSION) {
    throw new OpenRejected('BAD_VERSION', `record version: ${version} (expected: 1)`);
  }
  return { tag: input.u32(), dh: agreementKey(input.take(32)), previousCount: input.u32(), count: input.u32() };
}

/**
 * @param {Uint8Array} messageKey MK, 32 bytes
 * @param {RecordHeader} header
 * @param {Uint8Array} ph payload hash of the slice, 32 bytes
 * @param {Uint8Array} cek the slice's key, 32 bytes
 * @returns {Uint8Array} 93 bytes
 */
export function wrapRecord(messageKey, header, ph, cek) {
  const head = new ByteWriter()
    .u8(VERSION)
    .u32(header.tag)
    .bytes(header.dh)
    .u32(header.previousCount)
    .u32(header.count)
    .toBytes();
  const bound = concat(head, ph);
  const keys = kdf(messageKey, Label.RECORD_WRAP, 56, bound);
  const sealed = aeadSeal(keys.subarray(0, 32), keys.subarray(32), bound, cek);
  wipe(keys);
  return concat(head, sealed);
}

/**
 * @returns {Uint8Array} CEK
 * @throws {OpenRejected} with BAD_TAG
 */
export function unwrapRecord(messageKey, record, ph) {
  const bound = concat(record.subarray(0, HEAD), ph);
  const keys = kdf(messageKey, Label.RECORD_WRAP, 56, bound);
  const cek = aeadOpen(keys.subarray(0, 32), keys.subarray(32), bound, record.subarray(HEAD));
  wipe(keys);
  if (cek === null) {
    throw new OpenRejected('BAD_TAG', 'record: tag (expected: authentic)');
  }
  return cek;
}
