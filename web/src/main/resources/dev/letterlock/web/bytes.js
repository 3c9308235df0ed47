/** Byte strings: hex, joining, comparing. All of E1's integers are big-endian (docs/E2EE.md §2.1). */

const encoder = new TextEncoder();

/** @returns {Uint8Array} the parts, one after the other */
export function concat(...parts) {
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Whether two byte strings that are no secrets are the same. */
export function equal(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** Negative, zero or positive: the order of bytes as unsigned numbers, as `Array.prototype.sort` wants it. */
export function compare(one, other) {
  const shared = Math.min(one.length, other.length);
  for (let at = 0; at < shared; at++) {
    if (one[at] !== other[at]) {
      return one[at] - other[at];
    }
  }
  return one.length - other.length;
}

export function isZero(bytes) {
  return bytes.every((byte) => byte === 0);
}

export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @throws {RangeError} if the text is not pairs of hex digits */
export function fromHex(text) {
  if (!/^([0-9a-f]{2})*$/i.test(text)) {
    throw new RangeError('hex: another text (expected: pairs of hex digits)');
  }
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16));
}

/** @returns {Uint8Array} four bytes */
export function u32(value) {
  const bytes = new Uint8Array(4);
  view(bytes).setUint32(0, value);
  return bytes;
}

/** @returns {Uint8Array} the UTF-8 of a text */
export function utf8(text) {
  return encoder.encode(text);
}

export function view(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
