import { equal } from '../bytes.js';
import { DeviceList } from './device-list.js';
import { decodePair, encodePair } from './evidence.js';
import { KeyRejected } from './rejections.js';

/**
 * Two lists under one account key of which one contradicts the other: whoever knows whose key it is sees that the
 * account has signed two histories (docs/E2EE.md §2.2).
 */
export class ListEvidence {
  constructor(pinned, shown) {
    this.pinned = pinned;
    this.shown = shown;
    Object.freeze(this);
  }

  /** @returns {ListEvidence | null} null for lists of two accounts, which prove nothing */
  static of(pinned, shown) {
    const evidence = new ListEvidence(pinned, shown);
    return evidence.#isOfOneAccount() ? evidence : null;
  }

  static decode(bytes) {
    return new ListEvidence(...decodePair(bytes, DeviceList.parse, DeviceList.MAX_SIZE));
  }

  encode() {
    return encodePair(this.pinned, this.shown);
  }

  /** Whether this proves that the account has split itself. */
  holds() {
    return isSigned(this.pinned) && isSigned(this.shown) && this.#isOfOneAccount() && !this.#agree();
  }

  #isOfOneAccount() {
    return this.pinned.user === this.shown.user && equal(this.pinned.accountKey, this.shown.accountKey);
  }

  #agree() {
    const [older, newer] =
      this.pinned.version <= this.shown.version ? [this.pinned, this.shown] : [this.shown, this.pinned];
    if (older.version === newer.version) {
      return equal(older.listHash(), newer.listHash());
    }
    return newer.version !== older.version + 1n || equal(newer.previous, older.listHash());
  }
}

function isSigned(list) {
  try {
    list.verify();
    return true;
  } catch (error) {
    if (error instanceof KeyRejected) {
      return false;
    }
    throw error;
  }
}
