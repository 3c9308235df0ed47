import { concat, utf8, view } from '../bytes.js';
import { uuidBytes } from '../ids.js';
import { Label, prepend } from './label.js';
import { blake2b } from './sodium.js';

/** Sixty digits that two people compare by another way: docs/E2EE.md §2.10. */

/** @typedef {{user: string, accountKey: Uint8Array}} AccountIdentity */

const ROUNDS = 5200;
const VERSION = Uint8Array.of(0, 1);

/**
 * Takes some 30 ms for each of the two.
 *
 * @param {AccountIdentity} one
 * @param {AccountIdentity} other
 * @returns {string} 60 digits, the same whichever of the two asks
 */
export function safetyNumber(one, other) {
  return [half(one), half(other)].sort().join('');
}

/** @returns {string} three lines of four groups of five digits */
export function inGroups(digits) {
  const groups = digits.match(/\d{5}/g);
  return [0, 4, 8].map((from) => groups.slice(from, from + 4).join(' ')).join('\n');
}

function half({ user, accountKey }) {
  let hash = concat(VERSION, accountKey, uuidBytes(user));
  for (let round = 0; round < ROUNDS; round++) {
    hash = blake2b(64, prepend(Label.SAFETY_NUMBER, [hash, accountKey]), null);
  }
  return Array.from({ length: 6 }, (_, group) => digitsAt(hash, 5 * group)).join('');
}

/** Five bytes modulo 100,000. */
function digitsAt(hash, at) {
  const number = hash[at] * 2 ** 32 + view(hash).getUint32(at + 1);
  return String(number % 100_000).padStart(5, '0');
}

/** The letters that a code to scan begins with. */
export const SAFETY_CODE_TYPE = utf8('E1S');
