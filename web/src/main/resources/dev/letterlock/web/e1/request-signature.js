import { concat, utf8 } from '../bytes.js';
import { requireSignature, sign } from './e1.js';
import { Label } from './label.js';
import { KeyRejected } from './rejections.js';
import { blake2b } from './sodium.js';

/** Requests that change keys or lists are signed over a nonce of the server's: docs/E2EE.md §2.10a. */

const SEPARATOR = Uint8Array.of(0);

/**
 * @param {Uint8Array} nonce 32 bytes
 * @param {Uint8Array} body as it is sent
 * @returns {Uint8Array} 64 bytes
 */
export function signRequest(signingPair, nonce, method, path, body) {
  return sign(signingPair, Label.REQUEST, message(nonce, method, path, body));
}

/** @throws {KeyRejected} with BAD_SIGNATURE */
export function verifyRequest(publicKey, signature, nonce, method, path, body) {
  requireSignature(publicKey, Label.REQUEST, signature, message(nonce, method, path, body));
}

function message(nonce, method, path, body) {
  if (nonce.length !== 32) {
    throw new KeyRejected('BAD_LENGTH', `nonce: ${nonce.length} B (expected: 32)`);
  }
  return concat(nonce, utf8(method), SEPARATOR, utf8(path), SEPARATOR, blake2b(32, body, null));
}
