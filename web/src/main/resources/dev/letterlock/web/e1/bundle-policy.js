import { equal } from '../bytes.js';
import { Suite } from './device-cert.js';
import { KemKind } from './pre-keys.js';
import { BundleRejected } from './rejections.js';
import { DAY } from './time.js';

/** Which bundles may be used to begin a session: docs/E2EE.md §2.3. */

const MAX_AGE = 30 * DAY;

/** The stronger suite that both sides speak. */
export function suiteBetween(one, other) {
  return Math.min(one, other);
}

/**
 * @param {number} ownSuite
 * @param {import('./trusted-device.js').TrustedDevice} device
 * @param {import('./pre-keys.js').PreKeyBundle} bundle
 * @param {number} now milliseconds since 1970
 * @returns {VerifiedBundle}
 * @throws {BundleRejected} with WRONG_DEVICE, SIGNED_PRE_KEY_TOO_OLD, KEM_PRE_KEY_MISSING or KEM_PRE_KEY_TOO_OLD
 * @throws {import('./rejections.js').KeyRejected} with BAD_SIGNATURE
 */
export function verifyBundle(ownSuite, device, bundle, now) {
  if (!equal(bundle.cert.encode(), device.cert.encode())) {
    throw new BundleRejected('WRONG_DEVICE', 'certificate: another (expected: the one that the list names)');
  }
  bundle.signedPreKey.verify(device.cert);
  requireYoung('SIGNED_PRE_KEY_TOO_OLD', bundle.signedPreKey.created, now);
  const suite = suiteBetween(ownSuite, device.cert.suite);
  return Object.freeze({
    device,
    suite,
    signedPreKey: bundle.signedPreKey,
    oneTimePreKey: bundle.oneTimePreKey,
    kemPreKey: suite === Suite.HYBRID ? checkedKem(device.cert, bundle.kemPreKey, now) : null,
  });
}

/**
 * @typedef {Readonly<{device: import('./trusted-device.js').TrustedDevice, suite: number,
 *   signedPreKey: import('./pre-keys.js').SignedPreKey,
 *   oneTimePreKey: import('./pre-keys.js').OneTimePreKey | null,
 *   kemPreKey: import('./pre-keys.js').KemPreKey | null}>} VerifiedBundle
 */

function checkedKem(cert, kemPreKey, now) {
  if (kemPreKey === null) {
    throw new BundleRejected('KEM_PRE_KEY_MISSING', 'KEM pre-key: none (expected: one, in suite 2)');
  }
  kemPreKey.verify(cert);
  if (kemPreKey.kind === KemKind.LAST_RESORT) {
    requireYoung('KEM_PRE_KEY_TOO_OLD', kemPreKey.created, now);
  }
  return kemPreKey;
}

function requireYoung(fault, created, now) {
  if (created < BigInt(now - MAX_AGE)) {
    throw new BundleRejected(fault, `created: ${created} (expected: within 30 days of ${now})`);
  }
}
