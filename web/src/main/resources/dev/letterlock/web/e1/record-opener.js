import { suiteBetween } from './bundle-policy.js';
import { respond, tagOf } from './handshake.js';
import { PreKeyUse } from './own-pre-keys.js';
import {
  addAccepted,
  confirmedSession,
  countReset,
  expectsRenewalWithoutLink,
  noteAnswered,
  sessionOfHeader,
  sessionWithTag,
} from './peer-sessions.js';
import { awaitsSending, receivingKey, responderRatchet } from './ratchet.js';
import { unwrapRecord } from './record.js';
import { OpenRejected } from './rejections.js';
import { acceptedSession, isUnconfirmed, noteReceived } from './session.js';

/**
 * Opens a record in the session that it belongs to, or in the one that its handshake makes: docs/E2EE.md §2.4. It
 * changes the state that it is given, also where it refuses: that is a copy.
 *
 * @typedef {{device: import('./trusted-device.js').TrustedDevice, header: import('./device-header.js').DeviceHeader,
 *   payloadHash: Uint8Array, sentAt: number, now: number}} IncomingMessage
 * @typedef {{cek: Uint8Array, preKeys: import('./own-pre-keys.js').OwnPreKeys | null,
 *   event: import('./peer-sessions.js').SessionEvent | null}} OpenedRecord
 */

/**
 * @param {import('./own-device.js').OwnDevice} own
 * @param {import('./peer-sessions.js').PeerState} peer
 * @param {IncomingMessage} message
 * @param {import('./own-pre-keys.js').OwnPreKeys} preKeys
 * @returns {OpenedRecord}
 */
export function openRecord(own, peer, message, preKeys) {
  const { preKey, recordHeader } = message.header;
  if (preKey === null) {
    return continued(peer, sessionWithTag(peer, recordHeader.tag), message);
  }
  const running = sessionOfHeader(peer, preKey.hash());
  return running === null ? accept(own, peer, message, preKeys) : continued(peer, running, message);
}

function continued(peer, session, message) {
  const unanswered = session !== null && isUnconfirmed(session);
  const cek = unwrap(session, message);
  if (unanswered) {
    noteAnswered(peer, session, message.now);
  }
  return { cek, preKeys: null, event: null };
}

function unwrap(session, message) {
  const { record, recordHeader } = message.header;
  if (session === null || tagOf(session.id) !== recordHeader.tag) {
    throw new OpenRejected('WRONG_SESSION', 'record: tag (expected: that of a session)');
  }
  const awaited = awaitsSending(session.ratchet);
  const messageKey = receivingKey(session.ratchet, recordHeader, message.now);
  const cek = unwrapRecord(messageKey, record, message.payloadHash);
  noteReceived(session, !awaited && awaitsSending(session.ratchet), message.now);
  return cek;
}

function accept(own, peer, message, preKeys) {
  const { preKey } = message.header;
  requireSuite(own, message.device, preKey);
  const previous = linked(peer, preKey);
  const meaning = judge(peer, previous, message);
  const use = new PreKeyUse(preKeys, preKey);
  const secrets = respond(own, message.device.cert, preKey, use, previous);
  const ratchet = responderRatchet(secrets.rootKey, use.signedPreKey);
  const session = acceptedSession(secrets, preKey, ratchet, message.sentAt, message.now);
  const cek = unwrap(session, message);
  addAccepted(peer, session, previous, message.now);
  return { cek, preKeys: use.spent(), event: { ...meaning, session: session.id } };
}

function requireSuite(own, device, preKey) {
  const expected = suiteBetween(own.cert.suite, device.cert.suite);
  if (preKey.suite !== expected) {
    const text = `suite: ${preKey.suite} (expected: the stronger that both certificates name)`;
    throw new OpenRejected('SUITE_REFUSED', text);
  }
}

function linked(peer, preKey) {
  if (preKey.link === 0) {
    return null;
  }
  const previous = sessionWithTag(peer, preKey.link);
  if (previous === null) {
    throw new OpenRejected('UNKNOWN_LINK', 'link: of no session (expected: of one that is kept)');
  }
  return previous;
}

function judge(peer, previous, message) {
  if (previous !== null) {
    return { kind: 'RELINKED', previous: previous.id };
  }
  if (confirmedSession(peer) === null) {
    return { kind: 'STARTED' };
  }
  if (expectsRenewalWithoutLink(peer, message.sentAt)) {
    return { kind: 'RENEWED' };
  }
  countReset(peer, message.now);
  return { kind: 'RESET' };
}
