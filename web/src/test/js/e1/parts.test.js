import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, toHex, utf8 } from '../../../main/resources/dev/letterlock/web/bytes.js';
import { verifyBundle } from '../../../main/resources/dev/letterlock/web/e1/bundle-policy.js';
import { encodeBody } from '../../../main/resources/dev/letterlock/web/e1/content-body.js';
import { DeviceCert, Suite } from '../../../main/resources/dev/letterlock/web/e1/device-cert.js';
import { OwnDevice } from '../../../main/resources/dev/letterlock/web/e1/own-device.js';
import { PairwiseSessions } from '../../../main/resources/dev/letterlock/web/e1/pairwise-sessions.js';
import { adopt, unknownPeer } from '../../../main/resources/dev/letterlock/web/e1/peer-sessions.js';
import { KemKind, KemPreKey, SignedPreKey } from '../../../main/resources/dev/letterlock/web/e1/pre-keys.js';
import { signRequest, verifyRequest } from '../../../main/resources/dev/letterlock/web/e1/request-signature.js';
import { countAnswer, countRetry } from '../../../main/resources/dev/letterlock/web/e1/retry-ledger.js';
import { openSlice, sealSlice } from '../../../main/resources/dev/letterlock/web/e1/slice.js';
import {
  agreementKeyPair,
  kemKeyPair,
  randomBytes,
  signingKeyPair,
} from '../../../main/resources/dev/letterlock/web/e1/sodium.js';
import { TrustedDevice } from '../../../main/resources/dev/letterlock/web/e1/trusted-device.js';
import { DAY } from '../../../main/resources/dev/letterlock/web/e1/time.js';
import { faultOf, filled, vectors } from '../vectors.js';

/** docs/E2EE.md §2.2, §2.3, §2.5, §2.6 and §2.10a, by docs/vectors/e1-parts.json. */

const file = vectors('e1-parts');
const { device } = file;
const cert = DeviceCert.parse(fromHex(device.cert));
const trusted = new TrustedDevice(cert, 1n);
const deviceKey = signingKeyPair(filled(device.dsk_seed_byte));
const cek = filled(file.slice.cek_byte);
const MESSAGE = '019b7700-0000-7001-8000-000000000001';

const bundle = (signed, kem, of = cert) => ({
  cert: of,
  signedPreKey: SignedPreKey.parse(fromHex(signed)),
  oneTimePreKey: null,
  kemPreKey: kem === '' ? null : KemPreKey.parse(fromHex(kem)),
});

test('makes the same certificate and pre-keys from the seeds', () => {
  const { address, created } = cert;
  const agreement = agreementKeyPair(filled(device.dhk_secret_byte)).publicKey;
  assert.equal(toHex(DeviceCert.issue(deviceKey, Suite.HYBRID, address, agreement, created).encode()), device.cert);
  assert.equal(toHex(cert.certHash()), device.certHash);
  const signed = SignedPreKey.parse(fromHex(device.signed));
  const { publicKey } = agreementKeyPair(filled(device.signed_secret_byte));
  const again = SignedPreKey.issue(deviceKey, address, signed.id, signed.created, publicKey);
  assert.equal(toHex(again.encode()), device.signed);
  const kemKey = kemKeyPair(filled(device.kem_seed_byte, 64)).publicKey;
  for (const [kind, hex] of [
    [KemKind.ONE_TIME, device.kem],
    [KemKind.LAST_RESORT, device.last_resort],
  ]) {
    const { id, created: at } = KemPreKey.parse(fromHex(hex));
    assert.equal(toHex(KemPreKey.issue(deviceKey, address, id, kind, at, kemKey).encode()), hex);
  }
});

test('takes the bundle to its last day', () => {
  const until = Number(device.good_until);
  for (const kem of [device.kem, device.last_resort]) {
    assert.equal(verifyBundle(Suite.HYBRID, trusted, bundle(device.signed, kem), until).suite, Suite.HYBRID);
  }
});

test('seals and opens the same slice', () => {
  const content = fromHex(file.slice.content);
  assert.equal(toHex(sealSlice(cek, content, filled(file.slice.nonce_byte, 24))), file.slice.bytes);
  assert.deepEqual(openSlice(cek, fromHex(file.slice.bytes)), content);
});

test('opens no cut of a slice', () => {
  const slice = fromHex(file.slice.bytes);
  for (let size = 0; size < slice.length; size++) {
    assert.equal(
      faultOf(() => openSlice(cek, slice.slice(0, size))),
      'BAD_LENGTH',
    );
  }
});

test('opens no slice with a bit changed', () => {
  const slice = fromHex(file.slice.bytes);
  for (let at = 0; at < slice.length; at++) {
    const changed = slice.slice();
    changed[at] ^= 1;
    assert.notEqual(
      faultOf(() => openSlice(cek, changed)),
      null,
      `byte ${at}`,
    );
  }
});

test('signs the same request', () => {
  const { nonce, method, path, body, signature } = file.request;
  assert.equal(toHex(signRequest(deviceKey, fromHex(nonce), method, path, fromHex(body))), signature);
});

test('asks for a message once, three of them a day', () => {
  const now = 1_700_000_000_000;
  const first = countRetry([], MESSAGE, now);
  assert.equal(countRetry(first, MESSAGE, now + DAY), null);
  const ids = ['a', 'b', 'c'].map((digit) => MESSAGE.slice(0, -1) + digit);
  const third = [ids[0], ids[1]].reduce((ledger, id) => countRetry(ledger, id, now), first);
  assert.equal(third.length, 3);
  assert.equal(countRetry(third, ids[2], now + DAY - 1), null);
  assert.equal(countRetry(third, ids[2], now + DAY).length, 4);
});

test('does not send half a character', () => {
  assert.deepEqual(encodeBody({ type: 1, text: '😀' }), utf8('😀'));
  for (const text of ['\ud83d', '\ude00x', 'x\ud83d\ud83d\ude00']) {
    assert.equal(
      faultOf(() => encodeBody({ type: 1, text })),
      'BAD_BODY',
    );
  }
});

const refusals = {
  certificate: ({ bytes }) => DeviceCert.parse(fromHex(bytes)).verify(),
  bundle: ({ signed, kem, at }) => verifyBundle(Suite.HYBRID, trusted, bundle(signed, kem), Number(at)),
  slice: ({ bytes }) => openSlice(cek, fromHex(bytes)),
  request: ({ nonce, method, path, body, signature }) =>
    verifyRequest(deviceKey.publicKey, fromHex(signature), fromHex(nonce), method, path, fromHex(body)),
  downgrade: (vector) => beginAgain(vector),
  retry: ({ sent_to, asking }) => answer(fromHex(sent_to), DeviceCert.parse(fromHex(asking)).certHash()),
};

function beginAgain(vector) {
  const now = Number(cert.created);
  const own = OwnDevice.generate(Suite.HYBRID, { user: cert.address.user, device: 77, reg: 1 }, now);
  const sessions = new PairwiseSessions(own, () => now, randomBytes);
  const peer = unknownPeer(cert.address.user, cert.address.device);
  adopt(peer, trusted);
  const classic = DeviceCert.parse(fromHex(vector.cert));
  sessions.start(peer, new TrustedDevice(classic, 2n), bundle(vector.signed, '', classic));
}

function answer(sentTo, asking) {
  const now = Number(cert.created);
  assert.notEqual(countAnswer([], MESSAGE, sentTo, sentTo, now), null);
  if (countAnswer([], MESSAGE, sentTo, asking, now) === null) {
    throw Object.assign(new Error('not answered'), { fault: 'NOT_ANSWERED' });
  }
}

for (const vector of file.refused) {
  test(`${vector.rule}: ${vector.name}`, () => {
    assert.equal(
      faultOf(() => refusals[vector.what](vector)),
      vector.fault,
    );
  });
}
