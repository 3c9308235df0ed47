import { concat } from '../bytes.js';
import { hash, kdf } from './e1.js';
import { Label } from './label.js';
import { OpenRejected } from './rejections.js';
import { isSlice, paddedSizeFor } from './sizes.js';
import { AEAD_NONCE, aeadOpen, aeadSeal, randomBytes, sameSecret, wipe } from './sodium.js';

/**
 * The ciphertext that all devices share, 73 + P bytes (docs/E2EE.md §2.6): `u8=1 | nonce 24 | kc 32 | AE(pk, nonce, the
 * first 57 bytes, padded content)`. kc commits to the key, so one slice opens under one key only (R9).
 */

const VERSION = 1;
const NONCE_AT = 1;
const COMMITMENT_AT = NONCE_AT + AEAD_NONCE;
const SEALED_AT = COMMITMENT_AT + 32;
const MARK = 0x80;

/** @returns {Uint8Array} a content key, 32 random bytes */
export function newContentKey() {
  return randomBytes(32);
}

/** @returns {Uint8Array} ph, by which a record names a slice: 32 bytes */
export function payloadHash(slice) {
  return hash(Label.PAYLOAD_HASH, slice);
}

/**
 * @param {Uint8Array} cek 32 bytes
 * @param {Uint8Array} content at most 65,535 bytes
 * @param {Uint8Array} [nonce] 24 bytes, random unless vectors demand others
 */
export function sealSlice(cek, content, nonce = randomBytes(AEAD_NONCE)) {
  const padded = new Uint8Array(paddedSizeFor(content.length));
  padded.set(content);
  padded[content.length] = MARK;
  const keys = kdf(cek, Label.PAYLOAD_KEYS, 64, nonce);
  const head = concat(Uint8Array.of(VERSION), nonce, keys.subarray(32));
  const slice = concat(head, aeadSeal(keys.subarray(0, 32), nonce, head, padded));
  wipe(keys, padded);
  return slice;
}

/**
 * @returns {Uint8Array} the content
 * @throws {OpenRejected} with BAD_LENGTH, BAD_VERSION, BAD_COMMITMENT, BAD_TAG or BAD_PADDING
 */
export function openSlice(cek, slice) {
  requireForm(slice);
  const nonce = slice.slice(NONCE_AT, COMMITMENT_AT);
  const keys = kdf(cek, Label.PAYLOAD_KEYS, 64, nonce);
  if (!sameSecret(keys.slice(32), slice.slice(COMMITMENT_AT, SEALED_AT))) {
    throw new OpenRejected('BAD_COMMITMENT', 'slice: key commitment (expected: that of the key)');
  }
  const padded = aeadOpen(keys.slice(0, 32), nonce, slice.subarray(0, SEALED_AT), slice.subarray(SEALED_AT));
  wipe(keys);
  if (padded === null) {
    throw new OpenRejected('BAD_TAG', 'slice: tag (expected: authentic)');
  }
  return withoutPadding(padded);
}

function requireForm(slice) {
  if (!isSlice(slice.length)) {
    throw new OpenRejected('BAD_LENGTH', `slice: ${slice.length} B (expected: 73 + P)`);
  }
  if (slice[0] !== VERSION) {
    throw new OpenRejected('BAD_VERSION', `slice version: ${slice[0]} (expected: 1)`);
  }
}

function withoutPadding(padded) {
  let at = padded.length - 1;
  while (at > 0 && padded[at] === 0) {
    at--;
  }
  if (padded[at] !== MARK) {
    throw new OpenRejected('BAD_PADDING', 'slice: padding (expected: 0x80, then zeros)');
  }
  return padded.slice(0, at);
}
