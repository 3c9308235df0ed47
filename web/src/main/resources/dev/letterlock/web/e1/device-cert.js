import { ByteWriter } from '../byte-writer.js';
import { concat } from '../bytes.js';
import { hash, requireSignature, sign } from './e1.js';
import { Label } from './label.js';
import { KeyRejected } from './rejections.js';
import { StructureReader } from './structure-reader.js';

/** The suites of a device: classic (X25519), hybrid (with ML-KEM-768). */
export const Suite = Object.freeze({ CLASSIC: 1, HYBRID: 2 });

/** @typedef {{user: string, device: number, reg: number}} DeviceAddress */

/**
 * What a device says of its keys, 162 bytes, signed by itself (docs/E2EE.md §2.2): `ver u8=1 | suite u8 | user 16 |
 * device u32 | reg u32 | DSK 32 | DHK 32 | created u64 ms | signature 64`.
 */
export class DeviceCert {
  static SIZE = 162;

  constructor(suite, address, signingKey, agreementKey, created, signature) {
    this.suite = suite;
    this.address = Object.freeze(address);
    this.signingKey = signingKey;
    this.agreementKey = agreementKey;
    this.created = created;
    this.signature = signature;
    Object.freeze(this);
  }

  /** Reads a certificate without judging its signature. */
  static parse(bytes) {
    const input = new StructureReader('device certificate', bytes).requireSize(DeviceCert.SIZE).version1();
    return new DeviceCert(
      suiteOf(input.u8()),
      { user: input.uuid(), device: input.u32(), reg: input.u32() },
      input.signingKey(),
      input.agreementKey(),
      input.u64(),
      input.signature(),
    );
  }

  /**
   * @param {{publicKey: Uint8Array, secretKey: Uint8Array}} signingPair DSK
   * @param {DeviceAddress} address
   * @param {Uint8Array} agreementKey DHK
   * @param {bigint} created milliseconds since 1970
   */
  static issue(signingPair, suite, address, agreementKey, created) {
    const body = bodyOf(suite, address, signingPair.publicKey, agreementKey, created);
    const signature = sign(signingPair, Label.DEVICE_CERT_SIGNATURE, body);
    return new DeviceCert(suite, address, signingPair.publicKey, agreementKey, created, signature);
  }

  encode() {
    return concat(this.#body(), this.signature);
  }

  /** @throws {KeyRejected} with BAD_SIGNATURE */
  verify() {
    requireSignature(this.signingKey, Label.DEVICE_CERT_SIGNATURE, this.signature, this.#body());
  }

  /** @returns {Uint8Array} what lists and handshakes name, 32 bytes */
  certHash() {
    return hash(Label.DEVICE_CERT_HASH, this.encode());
  }

  #body() {
    return bodyOf(this.suite, this.address, this.signingKey, this.agreementKey, this.created);
  }
}

/** Writes `user 16 | device u32 | reg u32`, which pre-key signatures cover too. */
export function writeAddress(out, address) {
  return out.uuid(address.user).u32(address.device).u32(address.reg);
}

function bodyOf(suite, address, signingKey, agreementKey, created) {
  return writeAddress(new ByteWriter().u8(1).u8(suite), address)
    .bytes(signingKey)
    .bytes(agreementKey)
    .u64(created)
    .toBytes();
}

function suiteOf(code) {
  if (code !== Suite.CLASSIC && code !== Suite.HYBRID) {
    throw new KeyRejected('BAD_SUITE', `suite: ${code} (expected: 1 or 2)`);
  }
  return code;
}
