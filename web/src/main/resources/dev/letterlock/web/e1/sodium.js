import sodium from '../vendor/libsodium/libsodium-wrappers.mjs';
import { isZero } from '../bytes.js';
import { KeyRejected, SodiumFailed } from './rejections.js';

/**
 * The only door to libsodium: BLAKE2b (RFC 7693), Ed25519 (RFC 8032), X25519 (RFC 7748), XChaCha20-Poly1305 and
 * ML-KEM-768 (FIPS 203), as docs/E2EE.md §2.1 names them. Everything is synchronous once this module has loaded.
 */

await sodium.ready;

export const AEAD_TAG = 16;
export const AEAD_NONCE = 24;

/** @returns {Uint8Array} BLAKE2b of `length` bytes, 16 to 64, under a key of 32 to 64 bytes or null */
export function blake2b(length, message, key) {
  return sodium.crypto_generichash(length, message, key);
}

export function randomBytes(size) {
  return sodium.randombytes_buf(size);
}

/** @returns {{publicKey: Uint8Array, secretKey: Uint8Array}} the Ed25519 pair of a seed: 32 and 64 bytes */
export function signingKeyPair(seed) {
  requireSize('seed', seed, 32);
  const { publicKey, privateKey } = sodium.crypto_sign_seed_keypair(seed);
  return { publicKey, secretKey: privateKey };
}

/** @returns {Uint8Array} the 32-byte seed of an Ed25519 pair */
export function seedOf(signingKey) {
  return signingKey.secretKey.slice(0, 32);
}

/** @returns {Uint8Array} a detached signature, 64 bytes */
export function sign(secretKey, message) {
  return sodium.crypto_sign_detached(message, secretKey);
}

/** Whether the signature is good; small-order keys and non-canonical scalars never are (R3). */
export function verifies(publicKey, message, signature) {
  return sodium.crypto_sign_verify_detached(signature, message, publicKey);
}

/** @returns {{publicKey: Uint8Array, secretKey: Uint8Array}} the X25519 pair of a scalar, 32 bytes each */
export function agreementKeyPair(secretKey) {
  requireSize('secret key', secretKey, 32);
  return { publicKey: sodium.crypto_scalarmult_base(secretKey), secretKey };
}

/**
 * DH of §2.1 (R2).
 *
 * @returns {Uint8Array} 32 bytes
 * @throws {KeyRejected} with LOW_ORDER_POINT if they would be all zeros
 */
export function agree(secretKey, publicKey) {
  const shared = scalarMult(secretKey, publicKey);
  if (shared === null || isZero(shared)) {
    throw new KeyRejected('LOW_ORDER_POINT', 'X25519 public key: low order (expected: order 2^252 or more)');
  }
  return shared;
}

/** The wrapper throws where libsodium returns an error code: that is a key of low order and nothing else. */
function scalarMult(secretKey, publicKey) {
  requireSize('secret key', secretKey, 32);
  requireSize('public key', publicKey, 32);
  try {
    return sodium.crypto_scalarmult(secretKey, publicKey);
  } catch {
    return null;
  }
}

/** @returns {Uint8Array} the ciphertext with its tag of 16 bytes behind it */
export function aeadSeal(key, nonce, bound, plaintext) {
  return sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, bound, null, nonce, key);
}

/** @returns {Uint8Array | null} the plaintext; null if key, nonce, what is bound or the tag is another */
export function aeadOpen(key, nonce, bound, ciphertext) {
  requireSize('key', key, 32);
  requireSize('nonce', nonce, AEAD_NONCE);
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, bound, nonce, key);
  } catch {
    return null;
  }
}

/** Whether two secrets of one length are the same, in constant time. */
export function sameSecret(one, other) {
  return one.length === other.length && sodium.memcmp(one, other);
}

/** Overwrites secrets that are done with; copies that the engine has made stay. */
export function wipe(...secrets) {
  secrets.forEach((secret) => secret.fill(0));
}

/** @returns {{publicKey: Uint8Array, secretKey: Uint8Array}} of a seed d ‖ z of 64 bytes: 1,184 and 2,400 bytes */
export function kemKeyPair(seed) {
  requireSize('seed', seed, 64);
  const { publicKey, privateKey } = sodium.crypto_kem_mlkem768_seed_keypair(seed);
  return { publicKey, secretKey: privateKey };
}

/** @returns {{ciphertext: Uint8Array, secret: Uint8Array}} 1,088 and 32 bytes, from 32 random ones */
export function encapsulate(publicKey, random) {
  requireSize('random', random, 32);
  const { ciphertext, sharedSecret } = sodium.crypto_kem_mlkem768_enc_deterministic(publicKey, random);
  return { ciphertext, secret: sharedSecret };
}

/** @returns {Uint8Array} 32 bytes: another secret if the ciphertext was changed, never an error (FIPS 203) */
export function decapsulate(secretKey, ciphertext) {
  return sodium.crypto_kem_mlkem768_dec(ciphertext, secretKey);
}

function requireSize(name, bytes, expected) {
  if (bytes.length !== expected) {
    throw new SodiumFailed(`${name}: ${bytes.length} B (expected: ${expected})`);
  }
}
