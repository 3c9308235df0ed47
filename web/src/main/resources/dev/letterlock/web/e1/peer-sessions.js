import { equal } from '../bytes.js';
import { DeviceCert, Suite } from './device-cert.js';
import { tagOf } from './handshake.js';
import { expireKeys, hasSent } from './ratchet.js';
import { OpenRejected } from './rejections.js';
import {
  hasOutlivedAtPeer,
  isDueAtPeer,
  isForgotten,
  isReceiveOnly,
  isUnconfirmed,
  retire,
  wins,
} from './session.js';
import { DAY, isWithin } from './time.js';

/**
 * All sessions with one device of a peer, the active one first: docs/E2EE.md §2.4 and §2.5. Plain data, which a key
 * store keeps as it is; the functions change it in place, on a copy.
 *
 * @typedef {import('./session.js').Session} Session
 * @typedef {{user: string, device: number, hybridSeen: boolean, cert: Uint8Array | null, resets: number[],
 *   sessions: Session[]}} PeerState
 */

const MAX_SESSIONS = 5;
const MAX_RESETS = 4;
const OFFER_STANDS = DAY;

/** @returns {PeerState} that of a device with which there was no session yet */
export function unknownPeer(user, device) {
  return { user, device, hybridSeen: false, cert: null, resets: [], sessions: [] };
}

/** Whether a device that spoke suite 2 comes back with suite 1. */
export function isDowngrade(peer, device) {
  return peer.hybridSeen && device.cert.suite === Suite.CLASSIC;
}

export function isSameDevice(peer, device) {
  return peer.cert !== null && equal(peer.cert, device.cert.encode());
}

/** @returns {SessionEvent | null} DEVICE_REPLACED if the device has another certificate; its sessions are gone then */
export function adopt(peer, device) {
  const before = peer.cert;
  const same = before === null || isSameDevice(peer, device);
  peer.cert = device.cert.encode();
  peer.hybridSeen ||= device.cert.suite === Suite.HYBRID;
  if (same) {
    return null;
  }
  peer.sessions = [];
  return { kind: 'DEVICE_REPLACED', oldCertHash: DeviceCert.parse(before).certHash(), newCertHash: device.certHash };
}

/** @returns {Session | null} the one to send in */
export function activeSession(peer) {
  return peer.sessions.find((session) => !isReceiveOnly(session)) ?? null;
}

export function sessionWithTag(peer, tag) {
  return peer.sessions.find((session) => tagOf(session.id) === tag) ?? null;
}

export function sessionOfHeader(peer, preKeyHash) {
  return peer.sessions.find((session) => equal(session.preKeyHash, preKeyHash)) ?? null;
}

/** @returns {boolean} whether anything was forgotten */
export function expire(peer, now) {
  const resets = peer.resets.filter((at) => isWithin(DAY, at, now));
  const kept = peer.sessions.filter((session) => !isForgotten(session, now));
  const changed = resets.length < peer.resets.length || kept.length < peer.sessions.length;
  peer.resets = resets;
  peer.sessions = kept;
  return kept.map((session) => expireKeys(session.ratchet, now)).some(Boolean) || changed;
}

/** @returns {Session | null} the newest that the peer is known to have, the active one before all others */
export function confirmedSession(peer) {
  const known = peer.sessions.filter((session) => !isUnconfirmed(session));
  return known.reduce((best, session) => (best === null || isBefore(best, session) ? session : best), null);
}

/** @returns {Session | null} the one that is offered beside the active one, unanswered */
export function offeredSession(peer) {
  const active = activeSession(peer);
  return active === null
    ? null
    : (peer.sessions.find((session) => isUnconfirmed(session) && session.startedAt > active.startedAt) ?? null);
}

/** Whether an offer, or an ordinary handshake, of the last 24 hours is unanswered. */
export function isOffering(peer, now) {
  const newest = offeredSession(peer) ?? activeSession(peer);
  return newest !== null && isUnconfirmed(newest) && isWithin(OFFER_STANDS, newest.startedAt, now);
}

/** @returns {number} a time for an offer, so that it is newer than the active session whatever the clock says */
export function offerTime(peer, now) {
  const active = activeSession(peer);
  return active === null ? now : Math.max(now, active.startedAt + 1);
}

/** Whether the rules of the peer ask for a handshake without a link about now. */
export function expectsRenewalWithoutLink(peer, sentAt) {
  const newest = peer.sessions.find((session) => !hasSent(session.ratchet)) ?? null;
  return (
    newest !== null &&
    isDueAtPeer(newest, sentAt) &&
    !peer.sessions.some((session) => mayBeLinkedTo(peer, session, sentAt))
  );
}

/** @throws {OpenRejected} with TOO_MANY_RESETS at the fifth of a day (R10) */
export function countReset(peer, now) {
  if (peer.resets.length >= MAX_RESETS) {
    throw new OpenRejected('TOO_MANY_RESETS', `resets: ${MAX_RESETS} today (expected: fewer)`);
  }
  peer.resets.push(now);
}

export function addActive(peer, session, now) {
  peer.sessions.forEach((other) => retire(other, now));
  peer.sessions.unshift(session);
  dropOldest(peer);
}

/** @param {Session | null} previous the one that the accepted session continues */
export function addAccepted(peer, session, previous, now) {
  const active = activeSession(peer);
  if (active !== null && active !== previous && wins(active, session)) {
    addReadOnly(peer, session, now);
  } else {
    addActive(peer, session, now);
  }
}

export function addOffer(peer, session, now) {
  if (activeSession(peer) === null) {
    addActive(peer, session, now);
  } else {
    addReadOnly(peer, session, now);
  }
}

/** An offered session becomes active once the peer has answered in it. */
export function noteAnswered(peer, session, now) {
  const active = activeSession(peer);
  if (active !== null && session.startedAt > active.startedAt) {
    activate(peer, session, now);
  }
}

/** The peer asks again for what was sent in an unanswered session: its own becomes active. */
export function giveWayTo(peer, now) {
  const active = activeSession(peer);
  const known = confirmedSession(peer);
  if (active !== null && known !== null && isUnconfirmed(active) && known.startedAt >= active.startedAt) {
    activate(peer, known, now);
  }
}

/**
 * What happened to the sessions with a device, beside the message.
 *
 * @typedef {{kind: 'STARTED' | 'RENEWED' | 'RESET', session: Uint8Array}
 *   | {kind: 'RELINKED', session: Uint8Array, previous: Uint8Array}
 *   | {kind: 'DEVICE_REPLACED', oldCertHash: Uint8Array, newCertHash: Uint8Array}} SessionEvent
 */

function isBefore(one, other) {
  return isReceiveOnly(one) === isReceiveOnly(other) ? one.startedAt < other.startedAt : isReceiveOnly(one);
}

function mayBeLinkedTo(peer, session, sentAt) {
  return (
    hasSent(session.ratchet) && !peer.sessions.some((later) => hasOutlivedAtPeer(later, session, sentAt))
  );
}

function activate(peer, session, now) {
  peer.sessions = peer.sessions.filter((other) => other !== session);
  session.retiredAt = 0;
  addActive(peer, session, now);
}

function addReadOnly(peer, session, now) {
  retire(session, now);
  peer.sessions.splice(1, 0, session);
  dropOldest(peer);
}

function dropOldest(peer) {
  peer.sessions.splice(MAX_SESSIONS);
}
