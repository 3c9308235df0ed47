import { view } from './bytes.js';
import { uuidBytes } from './ids.js';

/** Writes the fields of a structure one after the other into a growing buffer. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #size = 0;

  u8(value) {
    view(this.#room(1)).setUint8(0, value);
    return this;
  }

  u16(value) {
    view(this.#room(2)).setUint16(0, value);
    return this;
  }

  u32(value) {
    view(this.#room(4)).setUint32(0, value);
    return this;
  }

  /** @param {bigint} value below 2^64 */
  u64(value) {
    view(this.#room(8)).setBigUint64(0, value);
    return this;
  }

  /** @param {string} id a UUID, 16 bytes */
  uuid(id) {
    return this.bytes(uuidBytes(id));
  }

  bytes(field) {
    this.#room(field.length).set(field);
    return this;
  }

  /** A length of four bytes, then the field. */
  block(field) {
    return this.u32(field.length).bytes(field);
  }

  /** @returns {Uint8Array} all that was written, a copy */
  toBytes() {
    return this.#bytes.slice(0, this.#size);
  }

  #room(size) {
    while (this.#size + size > this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#size += size;
    return this.#bytes.subarray(this.#size - size, this.#size);
  }
}
