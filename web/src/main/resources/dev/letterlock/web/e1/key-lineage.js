import { equal } from '../bytes.js';
import { fingerprintOf } from './key-fingerprint.js';

/**
 * The fingerprints of up to 64 account keys of a user of which each vouched for the next, the pinned one first:
 * docs/E2EE.md §2.2. What was said under any of them is that user's word. A value, plain data.
 *
 * @typedef {readonly string[]} KeyLineage
 */

const MOST = 64;

/** @returns {KeyLineage} of the pinned key alone */
export function lineageOf(accountKey) {
  return Object.freeze([fingerprintOf(accountKey)]);
}

/** @returns {KeyLineage} after a rollover to another key */
export function rolledOverTo(lineage, accountKey) {
  return Object.freeze([fingerprintOf(accountKey), ...lineage].slice(0, MOST));
}

/**
 * Goes one list further back.
 *
 * @param {import('./account-key-rollover.js').AccountKeyRollover | null} rollover shown beside the newer list
 * @returns {KeyLineage}
 * @throws {import('./rejections.js').KeyRejected} if the newer list does not follow from the older one
 */
export function reachingTo(lineage, older, newer, rollover) {
  if (rollover === null || equal(older.accountKey, newer.accountKey)) {
    newer.requireFollows(older);
    return lineage;
  }
  rollover.requireFollows(older, newer);
  return Object.freeze([...lineage, fingerprintOf(older.accountKey)].slice(0, MOST));
}
