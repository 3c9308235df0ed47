import { kdf } from './e1.js';
import { Label } from './label.js';

/** @returns {{next: Uint8Array, messageKey: Uint8Array}} CK' ‖ MK = KDF(CK, "E1:gchain", "", 64): docs/E2EE.md §2.8 */
export function chainStep(chainKey) {
  const both = kdf(chainKey, Label.GROUP_CHAIN, 64);
  return { next: both.slice(0, 32), messageKey: both.slice(32) };
}
