import { toHex } from '../bytes.js';
import { hash } from './e1.js';
import { Label } from './label.js';

/**
 * What a group state pins of a member's account key: the first 16 bytes of H("E1:aikfp", AIK), docs/E2EE.md §2.8.
 *
 * @returns {string} hex, so that fingerprints can be compared
 */
export function fingerprintOf(accountKey) {
  return toHex(hash(Label.ACCOUNT_KEY_FINGERPRINT, accountKey).subarray(0, 16));
}
