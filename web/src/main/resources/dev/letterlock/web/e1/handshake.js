import { ByteWriter } from '../byte-writer.js';
import { concat, view } from '../bytes.js';
import { hash, kdf, wideHash } from './e1.js';
import { Label } from './label.js';
import { PreKeyHeader } from './pre-key-header.js';
import { agree, agreementKeyPair, decapsulate, encapsulate, wipe } from './sodium.js';

/** Both sides of a handshake in the shape of PQXDH, suites 1 and 2: docs/E2EE.md §2.4. */

/** @typedef {{id: Uint8Array, rootKey: Uint8Array, export: Uint8Array}} HandshakeSecrets 16, 32 and 32 bytes */
/** @typedef {{id: Uint8Array, export: Uint8Array}} PreviousSession the one that a handshake is linked to */

const NO_KEY = new Uint8Array(32);
const NO_HASH = new Uint8Array(32);

/** @returns {number} the first four bytes of a session id, by which records and links name it */
export function tagOf(sessionId) {
  return view(sessionId).getUint32(0);
}

/**
 * @param {import('./own-device.js').OwnDevice} own
 * @param {import('./bundle-policy.js').VerifiedBundle} bundle
 * @param {PreviousSession | null} previous
 * @param {(size: number) => Uint8Array} random 32 bytes for EK, then 32 for the KEM
 * @returns {{header: PreKeyHeader, secrets: HandshakeSecrets}}
 */
export function initiate(own, bundle, previous, random) {
  const theirs = {
    signedPreKey: bundle.signedPreKey.key,
    oneTimePreKey: bundle.oneTimePreKey?.key ?? null,
    kemPreKey: bundle.kemPreKey?.key ?? null,
  };
  const ephemeral = agreementKeyPair(random(32));
  const agreed = [
    agree(own.agreementPair.secretKey, theirs.signedPreKey),
    agree(ephemeral.secretKey, bundle.device.cert.agreementKey),
    agree(ephemeral.secretKey, theirs.signedPreKey),
  ];
  if (theirs.oneTimePreKey !== null) {
    agreed.push(agree(ephemeral.secretKey, theirs.oneTimePreKey));
  }
  const sealed = theirs.kemPreKey === null ? null : encapsulate(theirs.kemPreKey, random(32));
  const header = new PreKeyHeader({
    suite: bundle.suite,
    signedPreKeyId: bundle.signedPreKey.id,
    oneTimePreKeyId: bundle.oneTimePreKey?.id ?? 0,
    kemPreKeyId: bundle.kemPreKey?.id ?? 0,
    link: previous === null ? 0 : tagOf(previous.id),
    ephemeral: ephemeral.publicKey,
    ciphertext: sealed?.ciphertext ?? null,
  });
  const context = encodeContext(header, own.certHash, bundle.device.certHash, theirs);
  wipe(ephemeral.secretKey);
  return { header, secrets: derive(context, agreed, sealed?.secret ?? null, previous) };
}

/**
 * @param {import('./own-device.js').OwnDevice} own
 * @param {import('./device-cert.js').DeviceCert} peer
 * @param {PreKeyHeader} header
 * @param {import('./own-pre-keys.js').PreKeyUse} keys
 * @param {PreviousSession | null} previous
 * @returns {HandshakeSecrets}
 */
export function respond(own, peer, header, keys, previous) {
  const agreed = [
    agree(keys.signedPreKey.secretKey, peer.agreementKey),
    agree(own.agreementPair.secretKey, header.ephemeral),
    agree(keys.signedPreKey.secretKey, header.ephemeral),
  ];
  if (keys.oneTimePreKey !== null) {
    agreed.push(agree(keys.oneTimePreKey.secretKey, header.ephemeral));
  }
  const secret = keys.kemPreKey === null ? null : decapsulate(keys.kemPreKey.secretKey, header.ciphertext);
  const context = encodeContext(header, peer.certHash(), own.certHash, {
    signedPreKey: keys.signedPreKey.publicKey,
    oneTimePreKey: keys.oneTimePreKey?.publicKey ?? null,
    kemPreKey: keys.kemPreKey?.publicKey ?? null,
  });
  return derive(context, agreed, secret, previous);
}

/** ctx, 241 bytes. */
function encodeContext(header, initiator, responder, keys) {
  return new ByteWriter()
    .u8(header.suite)
    .bytes(initiator)
    .bytes(responder)
    .bytes(header.ephemeral)
    .u32(header.signedPreKeyId)
    .bytes(keys.signedPreKey)
    .u32(header.oneTimePreKeyId)
    .bytes(keys.oneTimePreKey ?? NO_KEY)
    .u32(header.kemPreKeyId)
    .bytes(hashOrZeros(Label.KEM_KEY_HASH, keys.kemPreKey))
    .bytes(hashOrZeros(Label.KEM_CIPHERTEXT_HASH, header.ciphertext))
    .u32(header.link)
    .toBytes();
}

function hashOrZeros(label, value) {
  return value === null ? NO_HASH : hash(label, value);
}

function derive(context, agreed, kemSecret, previous) {
  const inputs = concat(...agreed, kemSecret ?? new Uint8Array(0), previous?.export ?? new Uint8Array(0));
  const prk = kdf(wideHash(Label.HANDSHAKE_CONTEXT, context), Label.HANDSHAKE, 64, inputs);
  const secrets = {
    id: kdf(prk, Label.SESSION_ID, 16),
    rootKey: kdf(prk, Label.ROOT_KEY, 32),
    export: kdf(prk, Label.EXPORT, 32),
  };
  wipe(prk, inputs, ...agreed);
  return secrets;
}
