import { equal } from '../bytes.js';
import { hash } from './e1.js';
import { Label } from './label.js';
import { KemKind, KemPreKey, OneTimePreKey, SignedPreKey } from './pre-keys.js';
import { OpenRejected } from './rejections.js';
import { agreementKeyPair, kemKeyPair } from './sodium.js';

/**
 * The secret halves of the pre-keys of this device (docs/E2EE.md §2.3), plain data that a key store keeps as it is. A
 * value: what changes is another one. `replacedAt` is 0 for a key in use; of a one-time KEM key it says since when the
 * server no longer has it.
 *
 * @typedef {{id: number, publicHalf: Uint8Array, secret: Uint8Array, replacedAt: number,
 *   ephemerals: Uint8Array[]}} SignedSecret
 * @typedef {{id: number, publicHalf: Uint8Array, secret: Uint8Array}} OneTimeSecret
 * @typedef {{id: number, publicHalf: Uint8Array, seed: Uint8Array, replacedAt: number, lastResort: boolean}} KemSecret
 * @typedef {{signed: SignedSecret[], oneTime: OneTimeSecret[], kem: KemSecret[]}} OwnPreKeys
 */

/** How many handshakes without a one-time key a signed pre-key takes. */
export const MAX_EPHEMERALS = 512;

export const NO_PRE_KEYS = Object.freeze({ signed: [], oneTime: [], kem: [] });

export function signedSecret(publicHalf, secret) {
  return { id: publicHalf.id, publicHalf: publicHalf.encode(), secret, replacedAt: 0, ephemerals: [] };
}

export function oneTimeSecret(publicHalf, secret) {
  return { id: publicHalf.id, publicHalf: publicHalf.encode(), secret };
}

export function kemSecret(publicHalf, seed) {
  const lastResort = publicHalf.kind === KemKind.LAST_RESORT;
  return { id: publicHalf.id, publicHalf: publicHalf.encode(), seed, replacedAt: 0, lastResort };
}

/** The public halves of the named keys, as an upload has them. */
export function uploadOf(keys, ids) {
  const named = (key) => ids.includes(key.id);
  return {
    signedPreKey: keys.signed.filter(named).map((key) => SignedPreKey.parse(key.publicHalf))[0] ?? null,
    oneTimePreKeys: keys.oneTime.filter(named).map((key) => OneTimePreKey.parse(key.publicHalf)),
    kemPreKeys: keys.kem.filter(named).map((key) => KemPreKey.parse(key.publicHalf)),
  };
}

export function hasId(keys, id) {
  return [...keys.signed, ...keys.oneTime, ...keys.kem].some((key) => key.id === id);
}

/** The keys that a handshake names, before anything is computed with them. */
export class PreKeyUse {
  #keys;
  #signed;
  #oneTime;
  #kem;
  #ephemeral;

  /**
   * @param {OwnPreKeys} keys
   * @param {import('./pre-key-header.js').PreKeyHeader} header
   * @throws {OpenRejected} with UNKNOWN_PRE_KEY or REPLAYED_HANDSHAKE
   */
  constructor(keys, header) {
    this.#keys = keys;
    this.#signed = find(keys.signed, header.signedPreKeyId);
    this.#oneTime = header.oneTimePreKeyId === 0 ? null : find(keys.oneTime, header.oneTimePreKeyId);
    this.#kem = header.kemPreKeyId === 0 ? null : find(keys.kem, header.kemPreKeyId);
    this.#ephemeral = hash(Label.EPHEMERAL_HASH, header.ephemeral);
    if (this.#oneTime === null) {
      this.#requireNew();
    }
    this.signedPreKey = agreementKeyPair(this.#signed.secret);
    this.oneTimePreKey = this.#oneTime === null ? null : agreementKeyPair(this.#oneTime.secret);
    this.kemPreKey = this.#kem === null ? null : kemKeyPair(this.#kem.seed);
  }

  /** @returns {OwnPreKeys} the keys once the record has opened: those of one use are gone */
  spent() {
    const spentKem = this.#kem === null || this.#kem.lastResort ? null : this.#kem;
    return {
      signed: this.#oneTime === null ? this.#remembering() : this.#keys.signed,
      oneTime: this.#keys.oneTime.filter((key) => key !== this.#oneTime),
      kem: this.#keys.kem.filter((key) => key !== spentKem),
    };
  }

  #remembering() {
    return this.#keys.signed.map((key) =>
      key === this.#signed ? { ...key, ephemerals: [...key.ephemerals, this.#ephemeral] } : key,
    );
  }

  #requireNew() {
    const { ephemerals } = this.#signed;
    const seen = ephemerals.some((ephemeral) => equal(ephemeral, this.#ephemeral));
    if (seen || ephemerals.length >= MAX_EPHEMERALS) {
      throw new OpenRejected('REPLAYED_HANDSHAKE', 'ephemeral key: seen before (expected: fresh)');
    }
  }
}

function find(keys, id) {
  const key = keys.find((each) => each.id === id);
  if (key === undefined) {
    throw new OpenRejected('UNKNOWN_PRE_KEY', 'pre-key: unknown or used (expected: one of this device)');
  }
  return key;
}
