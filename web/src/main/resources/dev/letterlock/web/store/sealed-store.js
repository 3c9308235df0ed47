import { concat, utf8 } from '../bytes.js';
import { StateRejected } from '../e1/rejections.js';
import { AEAD_NONCE, aeadOpen, aeadSeal, randomBytes } from '../e1/sodium.js';

/**
 * Seals each record of another store under one key: `nonce 24 | AE(key, nonce, name of the record, record)`. Names stay
 * readable: they tell how many records of a kind there are, and ids of users and conversations.
 */
export class SealedStore {
  #inner;
  #key;

  /**
   * @param {import('../profile/profile.js').Store} inner
   * @param {Uint8Array} key 32 bytes
   */
  constructor(inner, key) {
    this.#inner = inner;
    this.#key = key;
  }

  /** @throws {StateRejected} with NOT_OPENED if a record was sealed under another key, or changed */
  async load() {
    return (await this.#inner.load()).map(([name, sealed]) => [name, this.#open(name, sealed)]);
  }

  write(changes) {
    return this.#inner.write(changes.map(([name, bytes]) => [name, bytes === null ? null : this.#seal(name, bytes)]));
  }

  close() {
    return this.#inner.close();
  }

  #seal(name, bytes) {
    const nonce = randomBytes(AEAD_NONCE);
    return concat(nonce, aeadSeal(this.#key, nonce, utf8(name), bytes));
  }

  #open(name, sealed) {
    const nonce = sealed.subarray(0, AEAD_NONCE);
    const bytes =
      sealed.length < AEAD_NONCE ? null : aeadOpen(this.#key, nonce, utf8(name), sealed.subarray(AEAD_NONCE));
    if (bytes === null) {
      throw new StateRejected('NOT_OPENED', 'record: not authentic (expected: sealed under this key)');
    }
    return bytes;
  }
}
