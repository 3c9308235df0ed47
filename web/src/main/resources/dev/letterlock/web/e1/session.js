import { compare } from '../bytes.js';
import { Suite } from './device-cert.js';
import { hasSent } from './ratchet.js';
import { DAY, isWithin } from './time.js';

/**
 * One session with a device: docs/E2EE.md §2.4. Plain data, changed in place on a copy of the peer's state.
 *
 * `pendingHeader` goes before each record until the peer has answered; `unanswered` counts the messages since the last
 * step of the peer; a session with `retiredAt` other than 0 is only read from.
 *
 * @typedef {{id: Uint8Array, suite: number, preKeyHash: Uint8Array, startedAt: number, steppedAt: number,
 *   unanswered: number, retiredAt: number, pendingHeader: Uint8Array, export: Uint8Array,
 *   ratchet: import('./ratchet.js').Ratchet}} Session
 */

const RENEWED_AFTER = 7 * DAY;
const RECEIVE_ONLY = 14 * DAY;
const MAX_UNANSWERED = 1000;
const EARLY = DAY;
const MANY_RECEIVED = 900;
const ANSWERED = new Uint8Array(0);

/** @returns {Session} one that this device has begun */
export function initiatedSession(secrets, header, ratchet, now) {
  return sessionOf(secrets, header, ratchet, { startedAt: now, steppedAt: now, pendingHeader: header.encode() });
}

/** @param {number} sentAt the server's time of the message that began it, none later than `now` */
export function acceptedSession(secrets, header, ratchet, sentAt, now) {
  return sessionOf(secrets, header, ratchet, { startedAt: now, steppedAt: sentAt, pendingHeader: ANSWERED });
}

export function isUnconfirmed(session) {
  return session.pendingHeader.length !== 0;
}

export function isReceiveOnly(session) {
  return session.retiredAt !== 0;
}

/** Of two sessions that were begun at once the one with the smaller id becomes active. */
export function wins(session, crossing) {
  return isUnconfirmed(session) && compare(session.id, crossing.id) < 0;
}

export function retire(session, now) {
  session.retiredAt = session.retiredAt || now;
}

export function noteSending(session) {
  session.unanswered = hasSent(session.ratchet) ? session.unanswered + 1 : 1;
}

/** @param {boolean} stepped whether the record came with a step of the peer */
export function noteReceived(session, stepped, now) {
  session.pendingHeader = ANSWERED;
  if (stepped) {
    session.steppedAt = now;
    session.unanswered = 0;
  } else if (!hasSent(session.ratchet)) {
    session.unanswered++;
  }
}

/** Whether this device has to begin another session before it goes on. */
export function isDue(session, now) {
  return (
    (hasSent(session.ratchet) && session.unanswered >= MAX_UNANSWERED) ||
    !isWithin(RENEWED_AFTER, Math.max(session.startedAt, session.steppedAt), now) ||
    (session.suite === Suite.HYBRID && !isWithin(RENEWED_AFTER, session.startedAt, now))
  );
}

/** Whether the peer is about to begin another one; counted early, as messages may be lost or under way. */
export function isDueAtPeer(session, at) {
  return session.unanswered >= MANY_RECEIVED || at - session.steppedAt >= RENEWED_AFTER - EARLY;
}

/** Whether the peer may have forgotten `earlier` while it used this one. */
export function hasOutlivedAtPeer(session, earlier, at) {
  return (
    !hasSent(session.ratchet) &&
    session.startedAt > earlier.startedAt &&
    at - session.steppedAt >= RECEIVE_ONLY - EARLY
  );
}

/** Whether a session that is only read from is forgotten by now. */
export function isForgotten(session, now) {
  return isReceiveOnly(session) && !isWithin(RECEIVE_ONLY + 1, session.retiredAt, now);
}

function sessionOf(secrets, header, ratchet, beginning) {
  return {
    id: secrets.id,
    suite: header.suite,
    preKeyHash: header.hash(),
    unanswered: 0,
    retiredAt: 0,
    export: secrets.export,
    ratchet,
    ...beginning,
  };
}
