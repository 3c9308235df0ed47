import { ByteReader } from '../byte-reader.js';
import { ByteWriter } from '../byte-writer.js';
import { Suite } from './device-cert.js';
import { hash } from './e1.js';
import { Label } from './label.js';
import { agreementKey } from './public-keys.js';
import { OpenRejected } from './rejections.js';

/**
 * By which an initiator tells the responder how their session was made; it goes before each record until the first
 * reply arrives (docs/E2EE.md §2.4): `u8=2 | suite u8 | spkId u32 | opkId u32 | kemId u32 | link u32 | EK 32 | [ct
 * 1088]`, 50 or 1,138 bytes. opkId is zero for none, kemId zero exactly in suite 1.
 */
export class PreKeyHeader {
  static CLASSIC_SIZE = 50;
  static HYBRID_SIZE = 1138;
  static #TYPE = 2;

  /**
   * @param {{suite: number, signedPreKeyId: number, oneTimePreKeyId: number, kemPreKeyId: number, link: number,
   *   ephemeral: Uint8Array, ciphertext: Uint8Array | null}} fields
   * @throws {OpenRejected} with UNKNOWN_PRE_KEY if the suite needs other ids
   */
  constructor(fields) {
    const hybrid = fields.suite === Suite.HYBRID;
    const kem = fields.kemPreKeyId !== 0;
    if (fields.signedPreKeyId === 0 || hybrid !== kem || hybrid !== (fields.ciphertext !== null)) {
      throw new OpenRejected('UNKNOWN_PRE_KEY', 'pre-key header: ids (expected: those that the suite needs)');
    }
    Object.assign(this, fields);
    Object.freeze(this);
  }

  /**
   * @throws {OpenRejected} with BAD_LENGTH, BAD_VERSION, SUITE_REFUSED or UNKNOWN_PRE_KEY
   * @throws {import('./rejections.js').KeyRejected} with NON_CANONICAL_POINT
   */
  static parse(bytes) {
    const suite = suiteOfSize(bytes.length);
    const input = new ByteReader(bytes, () => new OpenRejected('BAD_LENGTH', 'pre-key header: cut off'));
    const type = input.u8();
    if (type !== PreKeyHeader.#TYPE) {
      throw new OpenRejected('BAD_VERSION', `pre-key header type: ${type} (expected: 2)`);
    }
    const code = input.u8();
    if (code !== suite) {
      throw new OpenRejected('SUITE_REFUSED', `suite: ${code} (expected: ${suite})`);
    }
    return new PreKeyHeader({
      suite,
      signedPreKeyId: input.u32(),
      oneTimePreKeyId: input.u32(),
      kemPreKeyId: input.u32(),
      link: input.u32(),
      ephemeral: agreementKey(input.take(32)),
      ciphertext: suite === Suite.HYBRID ? input.take(1088) : null,
    });
  }

  encode() {
    const out = new ByteWriter().u8(PreKeyHeader.#TYPE).u8(this.suite);
    out.u32(this.signedPreKeyId).u32(this.oneTimePreKeyId).u32(this.kemPreKeyId).u32(this.link);
    return out
      .bytes(this.ephemeral)
      .bytes(this.ciphertext ?? new Uint8Array(0))
      .toBytes();
  }

  /** @returns {Uint8Array} by which a responder finds the session again that these bytes made */
  hash() {
    return hash(Label.PRE_KEY_HEADER_HASH, this.encode());
  }
}

function suiteOfSize(size) {
  switch (size) {
    case PreKeyHeader.CLASSIC_SIZE:
      return Suite.CLASSIC;
    case PreKeyHeader.HYBRID_SIZE:
      return Suite.HYBRID;
    default:
      throw new OpenRejected('BAD_LENGTH', `pre-key header: ${size} B (expected: 50 or 1138)`);
  }
}
