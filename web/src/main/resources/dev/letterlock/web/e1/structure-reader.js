import { ByteReader } from '../byte-reader.js';
import { agreementKey, kemKey } from './public-keys.js';
import { KeyRejected } from './rejections.js';

/** Reads a structure of E1 field by field; every wrong length is BAD_LENGTH (R14). */
export class StructureReader extends ByteReader {
  #name;

  constructor(name, bytes) {
    super(bytes, () => this.#badLength('(expected: more)'));
    this.#name = name;
  }

  requireSize(expected) {
    if (this.remaining !== expected) {
      throw this.#badLength(`(expected: ${expected})`);
    }
    return this;
  }

  /** @throws {KeyRejected} with BAD_VERSION if the next byte is not 1 */
  version1() {
    const version = this.u8();
    if (version !== 1) {
      throw new KeyRejected('BAD_VERSION', `${this.#name} version: ${version} (expected: 1)`);
    }
    return this;
  }

  hash() {
    return this.take(32);
  }

  signature() {
    return this.take(64);
  }

  signingKey() {
    return this.take(32);
  }

  agreementKey() {
    return agreementKey(this.take(32));
  }

  kemKey() {
    return kemKey(this.take(1184));
  }

  end() {
    if (this.remaining !== 0) {
      throw this.#badLength(`with ${this.remaining} leftover (expected: 0)`);
    }
  }

  #badLength(rest) {
    return new KeyRejected('BAD_LENGTH', `${this.#name}: ${this.size} B ${rest}`);
  }
}
