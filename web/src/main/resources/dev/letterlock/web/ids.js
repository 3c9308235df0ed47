import { fromHex, toHex, view } from './bytes.js';

/** Ids are UUIDs: on the wire 16 bytes, here lower-case text with hyphens, so that they can be compared and mapped. */

export const NO_ID = '00000000-0000-0000-0000-000000000000';

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const V7 = /^.{14}7.{4}[89ab]/;

/** @param {Uint8Array} bytes 16 */
export function uuidText(bytes) {
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * @returns {Uint8Array} 16 bytes
 * @throws {RangeError} if the text is no UUID
 */
export function uuidBytes(text) {
  if (!FORM.test(text)) {
    throw new RangeError(`id: ${text} (expected: a UUID in lower case)`);
  }
  return fromHex(text.replaceAll('-', ''));
}

/** Whether an id is a UUIDv7 (RFC 9562), as a message's has to be (docs/E2EE.md §2.6). */
export function isV7(id) {
  return V7.test(id);
}

/**
 * A new message id.
 *
 * @param {number} now milliseconds since 1970, which the id tells
 * @param {(size: number) => Uint8Array} random
 */
export function newV7(now, random) {
  const bytes = random(16);
  view(bytes).setBigUint64(0, (BigInt(now) << 16n) | BigInt(0x7000 | (((bytes[6] & 0x0f) << 8) | bytes[7])));
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return uuidText(bytes);
}

/** @returns {number} the milliseconds since 1970 that a UUIDv7 tells */
export function timeOfV7(id) {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
