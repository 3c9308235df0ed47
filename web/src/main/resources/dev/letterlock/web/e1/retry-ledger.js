import { equal } from '../bytes.js';
import { DAY, isWithin } from './time.js';

/**
 * What one device of a peer was asked for, or sent, once more (docs/E2EE.md §2.5): each message once, at most three a
 * day. A list of entries, remembered for 30 days.
 *
 * @typedef {{messageId: string, at: number}} RetryEntry
 */

const REMEMBERED = 30 * DAY;
const MAX_PER_DAY = 3;
const MAX_ENTRIES = 128;

/**
 * @param {readonly RetryEntry[]} ledger
 * @returns {RetryEntry[] | null} the next ledger; null if this message must not be asked for or sent again now
 */
export function countRetry(ledger, messageId, now) {
  const kept = ledger.filter((entry) => isWithin(REMEMBERED, entry.at, now));
  const again = kept.some((entry) => entry.messageId === messageId);
  const today = kept.filter((entry) => isWithin(DAY, entry.at, now)).length;
  return again || today >= MAX_PER_DAY || kept.length >= MAX_ENTRIES ? null : [...kept, { messageId, at: now }];
}

/**
 * As `countRetry`, for an answer: it goes only to the very certificate that the message was sent to (R4).
 *
 * @param {Uint8Array} sentTo certHash, 32 bytes
 * @param {Uint8Array} asking certHash of the device that asks
 */
export function countAnswer(ledger, messageId, sentTo, asking, now) {
  return equal(sentTo, asking) ? countRetry(ledger, messageId, now) : null;
}
