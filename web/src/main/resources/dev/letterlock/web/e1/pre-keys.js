import { ByteWriter } from '../byte-writer.js';
import { isZero } from '../bytes.js';
import { DeviceCert, writeAddress } from './device-cert.js';
import { requireSignature, sign } from './e1.js';
import { Label } from './label.js';
import { KeyRejected } from './rejections.js';
import { StructureReader } from './structure-reader.js';

/** The public halves of pre-keys as they stand in a bundle: docs/E2EE.md §2.3. */

/** @typedef {import('./device-cert.js').DeviceAddress} DeviceAddress */

export const KemKind = Object.freeze({ ONE_TIME: 1, LAST_RESORT: 2 });

/** `id u32 | created u64 ms | pub 32 | signature 64`, 108 bytes. */
export class SignedPreKey {
  static SIZE = 108;

  constructor(id, created, key, signature) {
    this.id = nonZero(id);
    this.created = created;
    this.key = key;
    this.signature = signature;
    Object.freeze(this);
  }

  static parse(bytes) {
    const input = new StructureReader('signed pre-key', bytes).requireSize(SignedPreKey.SIZE);
    return new SignedPreKey(input.u32(), input.u64(), input.agreementKey(), input.signature());
  }

  /** @param {DeviceAddress} address of the device that signs */
  static issue(signingPair, address, id, created, key) {
    const signature = sign(signingPair, Label.SIGNED_PRE_KEY, signedBody(address, id, created, key));
    return new SignedPreKey(id, created, key, signature);
  }

  encode() {
    return new ByteWriter().u32(this.id).u64(this.created).bytes(this.key).bytes(this.signature).toBytes();
  }

  /** @throws {KeyRejected} with BAD_SIGNATURE */
  verify(cert) {
    const body = signedBody(cert.address, this.id, this.created, this.key);
    requireSignature(cert.signingKey, Label.SIGNED_PRE_KEY, this.signature, body);
  }
}

/** `id u32 | pub 32`, 36 bytes; unsigned, as the handshake binds it. */
export class OneTimePreKey {
  static SIZE = 36;

  constructor(id, key) {
    this.id = nonZero(id);
    this.key = key;
    Object.freeze(this);
  }

  static parse(bytes) {
    const input = new StructureReader('one-time pre-key', bytes).requireSize(OneTimePreKey.SIZE);
    return new OneTimePreKey(input.u32(), input.agreementKey());
  }

  encode() {
    return new ByteWriter().u32(this.id).bytes(this.key).toBytes();
  }
}

/** `id u32 | kind u8 | created u64 ms | ek 1184 | signature 64`, 1,261 bytes. */
export class KemPreKey {
  static SIZE = 1261;

  constructor(id, kind, created, key, signature) {
    this.id = nonZero(id);
    this.kind = kind;
    this.created = created;
    this.key = key;
    this.signature = signature;
    Object.freeze(this);
  }

  static parse(bytes) {
    const input = new StructureReader('KEM pre-key', bytes).requireSize(KemPreKey.SIZE);
    return new KemPreKey(input.u32(), kindOf(input.u8()), input.u64(), input.kemKey(), input.signature());
  }

  static issue(signingPair, address, id, kind, created, key) {
    const signature = sign(signingPair, Label.KEM_PRE_KEY, kemBody(address, id, kind, created, key));
    return new KemPreKey(id, kind, created, key, signature);
  }

  encode() {
    return new ByteWriter()
      .u32(this.id)
      .u8(this.kind)
      .u64(this.created)
      .bytes(this.key)
      .bytes(this.signature)
      .toBytes();
  }

  /** @throws {KeyRejected} with BAD_SIGNATURE */
  verify(cert) {
    const body = kemBody(cert.address, this.id, this.kind, this.created, this.key);
    requireSignature(cert.signingKey, Label.KEM_PRE_KEY, this.signature, body);
  }
}

/**
 * What a server hands out of a device, unverified.
 *
 * @typedef {{cert: DeviceCert, signedPreKey: SignedPreKey, oneTimePreKey: OneTimePreKey | null,
 *   kemPreKey: KemPreKey | null}} PreKeyBundle
 */

/**
 * @param {Uint8Array} oneTimePreKey zeros for none
 * @param {Uint8Array | null} kemPreKey
 * @returns {PreKeyBundle}
 */
export function parseBundle(cert, signedPreKey, oneTimePreKey, kemPreKey) {
  const none = oneTimePreKey.length === OneTimePreKey.SIZE && isZero(oneTimePreKey);
  return Object.freeze({
    cert: DeviceCert.parse(cert),
    signedPreKey: SignedPreKey.parse(signedPreKey),
    oneTimePreKey: none ? null : OneTimePreKey.parse(oneTimePreKey),
    kemPreKey: kemPreKey === null ? null : KemPreKey.parse(kemPreKey),
  });
}

function signedBody(address, id, created, key) {
  return writeAddress(new ByteWriter(), address).u32(id).u64(created).bytes(key).toBytes();
}

function kemBody(address, id, kind, created, key) {
  return writeAddress(new ByteWriter(), address).u32(id).u8(kind).u64(created).bytes(key).toBytes();
}

function nonZero(id) {
  if (id === 0) {
    throw new KeyRejected('BAD_ID', 'pre-key id: 0 (expected: another)');
  }
  return id;
}

function kindOf(code) {
  if (code !== KemKind.ONE_TIME && code !== KemKind.LAST_RESORT) {
    throw new KeyRejected('BAD_KIND', `kind: ${code} (expected: 1 or 2)`);
  }
  return code;
}
