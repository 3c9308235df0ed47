import { equal } from '../bytes.js';
import { kdf } from './e1.js';
import { Label } from './label.js';
import { OpenRejected } from './rejections.js';
import { agree, agreementKeyPair, wipe } from './sodium.js';
import { dropBefore, keepChains, putKey, takeKey } from './stored-keys.js';
import { DAY } from './time.js';

/**
 * The Double Ratchet of a session: docs/E2EE.md §2.5. The sending half of a step is taken with the next message, so
 * receiving draws nothing. Plain data, changed in place: callers work on a copy and keep it only if the tag was good.
 *
 * @typedef {{key: Uint8Array, next: number}} Chain
 * @typedef {{root: Uint8Array, own: {publicKey: Uint8Array, secretKey: Uint8Array}, previousCount: number,
 *   sending: Chain | null, receiving: {dh: Uint8Array, chain: Chain} | null,
 *   stored: import('./stored-keys.js').StoredChain[]}} Ratchet
 */

export const MAX_JUMP = 1000;
const MAX_CHAINS = 5;
const MAX_AGE = 30 * DAY;

/** @returns {Ratchet} that of the one who began; it has taken a step already */
export function initiatorRatchet(rootKey, signedPreKey, random) {
  const ratchet = fresh(rootKey, agreementKeyPair(random(32)));
  ratchet.sending = step(ratchet, signedPreKey);
  return ratchet;
}

/** @param {{publicKey: Uint8Array, secretKey: Uint8Array}} signedPreKey pair */
export function responderRatchet(rootKey, signedPreKey) {
  return fresh(rootKey, structuredClone(signedPreKey));
}

/** @returns {{dh: Uint8Array, previousCount: number, count: number, messageKey: Uint8Array}} */
export function nextSending(ratchet, random) {
  if (ratchet.sending === null) {
    ratchet.own = agreementKeyPair(random(32));
    ratchet.sending = step(ratchet, ratchet.receiving.dh);
  }
  const count = ratchet.sending.next;
  const messageKey = advance(ratchet.sending);
  return { dh: ratchet.own.publicKey, previousCount: ratchet.previousCount, count, messageKey };
}

/**
 * @param {import('./record.js').RecordHeader} header
 * @param {number} now milliseconds since 1970
 * @returns {Uint8Array} MK, 32 bytes
 * @throws {OpenRejected} with NO_MESSAGE_KEY or TOO_FAR_AHEAD
 * @throws {import('./rejections.js').KeyRejected} with LOW_ORDER_POINT
 */
export function receivingKey(ratchet, header, now) {
  expireKeys(ratchet, now);
  const kept = takeKey(ratchet.stored, header.dh, header.count);
  if (kept !== null) {
    return kept;
  }
  const current = ratchet.receiving;
  if (current === null || !equal(current.dh, header.dh)) {
    ratchet.receiving = nextChain(ratchet, header, now);
  } else {
    requireAhead(header.count - current.chain.next);
  }
  skip(ratchet, ratchet.receiving, header.count, now);
  return advance(ratchet.receiving.chain);
}

/** @returns {boolean} whether a skipped key was older than 30 days */
export function expireKeys(ratchet, now) {
  return dropBefore(ratchet.stored, now - MAX_AGE);
}

/** Whether the next message that is sent takes a step. */
export function awaitsSending(ratchet) {
  return ratchet.sending === null;
}

export function hasSent(ratchet) {
  return ratchet.sending !== null || ratchet.previousCount !== 0;
}

function fresh(rootKey, own) {
  return { root: rootKey.slice(), own, previousCount: 0, sending: null, receiving: null, stored: [] };
}

function nextChain(ratchet, header, now) {
  const last = ratchet.receiving;
  if (last === null) {
    requireAhead(header.count);
  } else {
    // Who has not sent since the last step cannot have been answered by another one.
    const left = Math.max(0, header.previousCount - last.chain.next);
    requireAhead(ratchet.sending === null ? -1 : left + header.count);
    skip(ratchet, last, header.previousCount, now);
    keepChains(ratchet.stored, MAX_CHAINS - 1);
  }
  const chain = step(ratchet, header.dh);
  if (ratchet.sending !== null) {
    ratchet.previousCount = ratchet.sending.next;
    ratchet.sending = null;
  }
  return { dh: header.dh, chain };
}

function skip(ratchet, from, count, now) {
  while (from.chain.next < count) {
    const skipped = from.chain.next;
    putKey(ratchet.stored, from.dh, skipped, advance(from.chain), now);
  }
}

function step(ratchet, remote) {
  const shared = agree(ratchet.own.secretKey, remote);
  const both = kdf(ratchet.root, Label.RATCHET, 64, shared);
  wipe(shared, ratchet.root);
  ratchet.root = both.slice(0, 32);
  return { key: both.slice(32), next: 0 };
}

function advance(chain) {
  const both = kdf(chain.key, Label.CHAIN, 64);
  wipe(chain.key);
  chain.key = both.slice(0, 32);
  chain.next++;
  return both.slice(32);
}

function requireAhead(distance) {
  if (distance < 0) {
    throw new OpenRejected('NO_MESSAGE_KEY', 'record: read before or never sent (expected: new)');
  }
  if (distance > MAX_JUMP) {
    throw new OpenRejected('TOO_FAR_AHEAD', `jump: ${distance} (expected: at most ${MAX_JUMP})`);
  }
}
