import { concat } from '../bytes.js';
import { verifyBundle } from './bundle-policy.js';
import { parseDeviceHeader } from './device-header.js';
import { initiate, tagOf } from './handshake.js';
import {
  activeSession,
  addActive,
  addOffer,
  adopt,
  confirmedSession,
  expire,
  giveWayTo,
  isDowngrade,
  isOffering,
  isSameDevice,
  offerTime,
  offeredSession,
} from './peer-sessions.js';
import { initiatorRatchet, nextSending } from './ratchet.js';
import { openRecord } from './record-opener.js';
import { wrapRecord } from './record.js';
import { BundleRejected, KeyRejected, OpenRejected } from './rejections.js';
import { initiatedSession, isDue, noteSending } from './session.js';

/**
 * Sessions between this device and others: docs/E2EE.md §2.4 and §2.5. Every state that is given stays as it is; the
 * one that comes back has to be stored before a frame leaves, or in one transaction with the message that was opened.
 *
 * @typedef {import('./peer-sessions.js').PeerState} PeerState
 * @typedef {import('./trusted-device.js').TrustedDevice} TrustedDevice
 */
export class PairwiseSessions {
  #own;
  #clock;
  #random;

  /**
   * @param {import('./own-device.js').OwnDevice} own
   * @param {() => number} clock milliseconds since 1970
   * @param {(size: number) => Uint8Array} random
   */
  constructor(own, clock, random) {
    this.#own = own;
    this.#clock = clock;
    this.#random = random;
  }

  /** @returns {'NO_SESSION' | 'HANDSHAKE_DUE' | 'READY'} */
  readiness(peer, device) {
    const active = activeSession(peer);
    if (active === null || !isSameDevice(peer, device)) {
      return 'NO_SESSION';
    }
    return isDue(active, this.#clock()) ? 'HANDSHAKE_DUE' : 'READY';
  }

  /**
   * Begins a session, linked to the newest that the peer is known to have.
   *
   * @param {import('./pre-keys.js').PreKeyBundle} bundle
   * @returns {PeerState}
   * @throws {BundleRejected} with SUITE_DOWNGRADE or as `verifyBundle`
   * @throws {KeyRejected} with BAD_SIGNATURE or LOW_ORDER_POINT
   */
  start(peer, device, bundle) {
    const now = this.#clock();
    const verified = verifyBundle(this.#own.cert.suite, device, bundle, now);
    const next = this.#open(peer, device, now);
    addActive(next, this.#initiate(confirmedSession(next), verified, now), now);
    return next;
  }

  /** Whether a session may be offered beside the active one: not while another of the last day is unanswered. */
  mayOffer(peer, device) {
    return !isSameDevice(peer, device) || !isOffering(peer, this.#clock());
  }

  /**
   * Offers a session in which something is asked for once more; the active one stays until the peer has answered.
   *
   * @param {boolean} linked false if the peer may have lost what it had
   * @returns {PeerState}
   */
  offer(peer, device, bundle, linked) {
    const now = this.#clock();
    const verified = verifyBundle(this.#own.cert.suite, device, bundle, now);
    const next = this.#open(peer, device, now);
    const previous = linked ? confirmedSession(next) : null;
    addOffer(next, this.#initiate(previous, verified, offerTime(next, now)), now);
    return next;
  }

  /** @returns {PeerState} with the peer's own session active, if it may not have been able to read this device's */
  giveWay(peer) {
    const next = structuredClone(peer);
    giveWayTo(next, this.#clock());
    return next;
  }

  /** @returns {PeerState | null} null if nothing was old enough to be forgotten */
  expire(peer) {
    const next = structuredClone(peer);
    return expire(next, this.#clock()) ? next : null;
  }

  /**
   * Seals the key of a slice for a device in the active session.
   *
   * @param {Uint8Array} payloadHash 32 bytes
   * @param {Uint8Array} cek 32 bytes
   * @returns {{header: Uint8Array, next: PeerState}} 93, 143 or 1,231 bytes
   */
  encrypt(peer, device, payloadHash, cek) {
    return this.#encrypt(peer, device, payloadHash, cek, activeSession);
  }

  /** As `encrypt`, but in the offered session if there is one: for what asks for a message once more. */
  encryptRequest(peer, device, payloadHash, cek) {
    const choice = (sessions) => offeredSession(sessions) ?? activeSession(sessions);
    return this.#encrypt(peer, device, payloadHash, cek, choice);
  }

  /**
   * @param {import('./own-pre-keys.js').OwnPreKeys} preKeys
   * @param {Uint8Array} header as it came
   * @param {number} serverTime milliseconds since 1970, of the envelope
   * @returns {OpenedHeader}
   * @throws {OpenRejected}
   */
  decrypt(peer, device, preKeys, header, payloadHash, serverTime) {
    const now = this.#clock();
    const next = structuredClone(peer);
    if (isDowngrade(next, device)) {
      throw new OpenRejected('SUITE_DOWNGRADE', 'suite: 1 (expected: 2, as before)');
    }
    const replaced = adopt(next, device);
    expire(next, now);
    try {
      const message = { device, header: parseDeviceHeader(header), payloadHash, sentAt: Math.min(serverTime, now), now };
      const opened = openRecord(this.#own, next, message, preKeys);
      return { cek: opened.cek, next, preKeys: opened.preKeys, events: [replaced, opened.event].filter(Boolean) };
    } catch (error) {
      throw error instanceof KeyRejected
        ? new OpenRejected('BAD_KEY', `header: ${error.fault} (expected: good keys)`, { cause: error })
        : error;
    }
  }

  #open(peer, device, now) {
    if (isDowngrade(peer, device)) {
      throw new BundleRejected('SUITE_DOWNGRADE', 'suite: 1 (expected: 2, as before)');
    }
    const next = structuredClone(peer);
    adopt(next, device);
    expire(next, now);
    return next;
  }

  #initiate(previous, bundle, now) {
    const { header, secrets } = initiate(this.#own, bundle, previous, this.#random);
    const ratchet = initiatorRatchet(secrets.rootKey, bundle.signedPreKey.key, this.#random);
    return initiatedSession(secrets, header, ratchet, now);
  }

  #encrypt(peer, device, payloadHash, cek, choice) {
    const next = structuredClone(peer);
    const session = choice(next);
    if (session === null || !isSameDevice(next, device)) {
      throw new Error('session: none with this device (expected: one)');
    }
    noteSending(session);
    const { messageKey, ...step } = nextSending(session.ratchet, this.#random);
    const record = wrapRecord(messageKey, { tag: tagOf(session.id), ...step }, payloadHash, cek);
    return { header: concat(session.pendingHeader, record), next };
  }
}

/**
 * @typedef {{cek: Uint8Array, next: PeerState, preKeys: import('./own-pre-keys.js').OwnPreKeys | null,
 *   events: import('./peer-sessions.js').SessionEvent[]}} OpenedHeader `preKeys` are null if they did not change
 */
