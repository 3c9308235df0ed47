import { prepend } from './label.js';
import { KeyRejected } from './rejections.js';
import { blake2b, sign as signBytes, verifies as verifiesBytes, wipe } from './sodium.js';

/** KDF, hashes and signatures under labels: docs/E2EE.md §2.1. */

/** @returns {Uint8Array} KDF(key, label, parts, length), 16 to 64 bytes */
export function kdf(key, label, length, ...parts) {
  const message = prepend(label, parts);
  const derived = blake2b(length, message, key);
  wipe(message);
  return derived;
}

/** @returns {Uint8Array} H(label, parts), 32 bytes */
export function hash(label, ...parts) {
  return blake2b(32, prepend(label, parts), null);
}

/** @returns {Uint8Array} BLAKE2b-512 under a label, 64 bytes */
export function wideHash(label, ...parts) {
  return blake2b(64, prepend(label, parts), null);
}

/** @returns {Uint8Array} Sig(signingKey, label, parts), 64 bytes */
export function sign(signingKey, label, ...parts) {
  return signBytes(signingKey.secretKey, prepend(label, parts));
}

export function verifies(publicKey, label, signature, ...parts) {
  return verifiesBytes(publicKey, prepend(label, parts), signature);
}

/** @throws {KeyRejected} with BAD_SIGNATURE */
export function requireSignature(publicKey, label, signature, ...parts) {
  if (!verifies(publicKey, label, signature, ...parts)) {
    throw new KeyRejected('BAD_SIGNATURE', `${label}: signature (expected: one that verifies)`);
  }
}
