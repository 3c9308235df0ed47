import { KeyRejected } from './rejections.js';

/** Public keys whose bytes a parser can refuse; docs/E2EE.md §2.1. */

const MODULUS = 3329;
const COEFFICIENT_BYTES = 1152;

/**
 * libsodium takes other encodings of a point too, so two byte strings would name one key.
 *
 * @param {Uint8Array} bytes 32, little-endian (RFC 7748)
 * @throws {KeyRejected} with NON_CANONICAL_POINT
 */
export function agreementKey(bytes) {
  if (!isBelowPrime(bytes)) {
    throw new KeyRejected('NON_CANONICAL_POINT', 'X25519 public key: u (expected: below 2^255-19)');
  }
  return bytes;
}

/**
 * @param {Uint8Array} bytes 1,184 of ML-KEM-768
 * @throws {KeyRejected} with BAD_KEM_KEY if a coefficient is 3,329 or more
 */
export function kemKey(bytes) {
  for (let at = 0; at < COEFFICIENT_BYTES; at += 3) {
    const low = bytes[at] | ((bytes[at + 1] & 0x0f) << 8);
    const high = (bytes[at + 1] >>> 4) | (bytes[at + 2] << 4);
    if (low >= MODULUS || high >= MODULUS) {
      throw new KeyRejected('BAD_KEM_KEY', 'ML-KEM-768 key: coefficient (expected: below 3329)');
    }
  }
  return bytes;
}

function isBelowPrime(u) {
  if (u[31] !== 0x7f) {
    return u[31] < 0x7f;
  }
  return u.subarray(1, 31).some((byte) => byte !== 0xff) || u[0] < 0xed;
}
