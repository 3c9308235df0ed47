import { view } from './bytes.js';
import { uuidText } from './ids.js';

/** Reads fields one after the other; whoever makes it says what becomes of bytes that do not suffice. */
export class ByteReader {
  #bytes;
  #at = 0;
  #tooShort;

  /**
   * @param {Uint8Array} bytes
   * @param {() => Error} tooShort makes what is thrown when a field is not there
   */
  constructor(bytes, tooShort) {
    this.#bytes = bytes;
    this.#tooShort = tooShort;
  }

  u8() {
    return this.#need(1)[0];
  }

  u16() {
    return view(this.#need(2)).getUint16(0);
  }

  u32() {
    return view(this.#need(4)).getUint32(0);
  }

  /** @returns {bigint} */
  u64() {
    return view(this.#need(8)).getBigUint64(0);
  }

  /** @returns {string} a UUID of 16 bytes */
  uuid() {
    return uuidText(this.#need(16));
  }

  /** @returns {Uint8Array} a copy */
  take(size) {
    return this.#need(size).slice();
  }

  get size() {
    return this.#bytes.length;
  }

  get remaining() {
    return this.#bytes.length - this.#at;
  }

  #need(size) {
    if (this.remaining < size) {
      throw this.#tooShort();
    }
    this.#at += size;
    return this.#bytes.subarray(this.#at - size, this.#at);
  }
}
