import { view } from '../bytes.js';
import { Suite } from './device-cert.js';
import { MAX_EPHEMERALS, hasId, kemSecret, oneTimeSecret, signedSecret } from './own-pre-keys.js';
import { KemKind, KemPreKey, OneTimePreKey, SignedPreKey } from './pre-keys.js';
import { agreementKeyPair, kemKeyPair, randomBytes } from './sodium.js';
import { DAY } from './time.js';

/** Makes, replaces and forgets the pre-keys of this device: docs/E2EE.md §2.3. */

export const ONE_TIME_TARGET = 100;
export const KEM_TARGET = 20;
export const LEAST_ROTATION = 2 * DAY;
export const MOST_ROTATION = 7 * DAY;

const KEPT = 30 * DAY;
const MAX_SIGNED = 32;
const MAX_ONE_TIME = 500;
const MAX_KEM = 100;

/** @typedef {import('./own-pre-keys.js').OwnPreKeys} OwnPreKeys */
/** @typedef {{keys: OwnPreKeys, ids: number[]}} Made the keys, and the ids of those that have to be uploaded */

/** @returns {number} the span after which a key made now is replaced, drawn anew for each: 2 to 7 days */
export function drawRotation() {
  const share = view(randomBytes(4)).getUint32(0) / 2 ** 32;
  return LEAST_ROTATION + Math.floor(share * (MOST_ROTATION - LEAST_ROTATION));
}

/** Whether the signed pre-key, and with it the last-resort KEM key, has to be replaced. */
export function rotationDue(keys, interval, now) {
  const current = keys.signed.find((key) => key.replacedAt === 0);
  if (current === undefined) {
    return true;
  }
  const age = now - Number(SignedPreKey.parse(current.publicHalf).created);
  const worn = current.ephemerals.length >= MAX_EPHEMERALS / 2;
  return age >= (worn ? Math.min(DAY, interval) : interval) || age < -MOST_ROTATION;
}

/** @returns {Made} with another signed pre-key and, in suite 2, another last-resort KEM key */
export function rotate(own, keys, now) {
  const next = retired(keys, now);
  const made = [newSigned(own, keys, now)];
  next.signed.push(made[0]);
  if (own.cert.suite === Suite.HYBRID) {
    made.push(newKem(own, keys, KemKind.LAST_RESORT, now));
    next.kem.push(made[1]);
  }
  return { keys: withinLimits(next), ids: made.map((key) => key.id) };
}

/** @returns {Made} with as many one-time keys more as the server lacks */
export function replenish(own, keys, oneTimeAtServer, kemAtServer, now) {
  const next = withoutOld(keys, now);
  const kemTarget = own.cert.suite === Suite.HYBRID ? KEM_TARGET : 0;
  const oneTime = times(ONE_TIME_TARGET - oneTimeAtServer, () => newOneTime(keys));
  const kem = times(kemTarget - kemAtServer, () => newKem(own, keys, KemKind.ONE_TIME, now));
  next.oneTime.push(...oneTime);
  next.kem.push(...kem);
  return { keys: withinLimits(next), ids: [...oneTime, ...kem].map((key) => key.id) };
}

/**
 * Notes which one-time KEM keys were claimed: the server hands out the oldest first, so all but as many of the newest
 * as it has left.
 *
 * @returns {OwnPreKeys}
 */
export function noteClaimed(keys, kemAtServer, now) {
  const oneTime = keys.kem.filter((key) => !key.lastResort);
  const claimed = new Set(oneTime.slice(0, Math.max(0, oneTime.length - kemAtServer)));
  const dated = (key) => ({ ...key, replacedAt: claimed.has(key) ? key.replacedAt || now : 0 });
  return { ...keys, kem: keys.kem.map((key) => (key.lastResort ? key : dated(key))) };
}

function retired(keys, now) {
  const dated = (key) => ({ ...key, replacedAt: key.replacedAt || now });
  return withoutOld(
    {
      signed: keys.signed.map(dated),
      oneTime: keys.oneTime,
      kem: keys.kem.map((key) => (key.lastResort ? dated(key) : key)),
    },
    now,
  );
}

function withoutOld(keys, now) {
  const kept = (key) => key.replacedAt === 0 || key.replacedAt >= now - KEPT;
  return { signed: keys.signed.filter(kept), oneTime: [...keys.oneTime], kem: keys.kem.filter(kept) };
}

function withinLimits(keys) {
  return {
    signed: keys.signed.slice(-MAX_SIGNED),
    oneTime: keys.oneTime.slice(-MAX_ONE_TIME),
    kem: keys.kem.slice(-MAX_KEM),
  };
}

function newSigned(own, keys, now) {
  const pair = agreementKeyPair(randomBytes(32));
  const address = own.cert.address;
  return signedSecret(
    SignedPreKey.issue(own.signingPair, address, freshId(keys), BigInt(now), pair.publicKey),
    pair.secretKey,
  );
}

function newOneTime(keys) {
  const pair = agreementKeyPair(randomBytes(32));
  return oneTimeSecret(new OneTimePreKey(freshId(keys), pair.publicKey), pair.secretKey);
}

function newKem(own, keys, kind, now) {
  const seed = randomBytes(64);
  const { publicKey } = kemKeyPair(seed);
  const publicHalf = KemPreKey.issue(
    own.signingPair,
    own.cert.address,
    freshId(keys),
    kind,
    BigInt(now),
    publicKey,
  );
  return kemSecret(publicHalf, seed);
}

function freshId(keys) {
  let id = 0;
  while (id === 0 || hasId(keys, id)) {
    id = view(randomBytes(4)).getUint32(0);
  }
  return id;
}

function times(count, make) {
  return Array.from({ length: Math.max(0, count) }, make);
}
