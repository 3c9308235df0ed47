import { BundleRejected, KeyRejected } from '../e1/rejections.js';
import { HOUR } from '../e1/time.js';
import { deviceKey } from './account.js';

/**
 * Claimed pre-keys, kept until a session with them is stored, an hour at most; a claim without an answer is repeated
 * under its id, so that no try costs a key in vain (docs/E2EE.md §2.3).
 */
export class Bundles {
  #account;
  #directory;
  #claimed = new Map();
  #asked = new Map();

  constructor(account, directory) {
    this.#account = account;
    this.#directory = directory;
  }

  /**
   * @param {import('../e1/trusted-device.js').TrustedDevice[]} devices of one user
   * @returns {Promise<Map<string, import('../e1/pre-keys.js').PreKeyBundle | KeyRejected>>} by device key
   */
  async claim(user, devices) {
    this.#forgetOld();
    const numbers = devices.map((device) => device.cert.address.device);
    const missing = numbers.filter((device) => !this.#claimed.has(deviceKey({ user, device })));
    if (missing.length > 0) {
      await this.#ask(user, missing);
    }
    const keys = numbers.map((device) => deviceKey({ user, device }));
    return new Map(keys.filter((key) => this.#claimed.has(key)).map((key) => [key, this.#claimed.get(key).bundle]));
  }

  /** The bundle has made a session that is stored, or is good for nothing. */
  used(address) {
    this.#claimed.delete(deviceKey(address));
  }

  async #ask(user, devices) {
    const question = `${user}/${devices}`;
    const request = this.#asked.get(question) ?? this.#account.newId();
    this.#asked.set(question, request);
    const bundles = await this.#directory.claim(user, devices, request);
    this.#asked.delete(question);
    const at = this.#account.clock();
    bundles.forEach((bundle, device) => this.#claimed.set(deviceKey({ user, device }), { bundle, at }));
  }

  #forgetOld() {
    const oldest = this.#account.clock() - HOUR;
    for (const [key, { at }] of this.#claimed) {
      if (at < oldest) {
        this.#claimed.delete(key);
      }
    }
  }
}

/** Why a bundle must not be used, in words; null for any other error. */
export function bundleSentence(error) {
  if (error instanceof BundleRejected) {
    return SENTENCES[error.fault];
  }
  return error instanceof KeyRejected ? 'The server handed out keys that their owner has not signed.' : null;
}

const SENTENCES = {
  WRONG_DEVICE: 'The server handed out keys of another device than the one asked for.',
  SIGNED_PRE_KEY_TOO_OLD: 'The server handed out a key that its owner has long replaced.',
  KEM_PRE_KEY_TOO_OLD: 'The server handed out a key that its owner has long replaced.',
  KEM_PRE_KEY_MISSING: 'The server left out the key that protects against quantum computers.',
  SUITE_DOWNGRADE: 'The device suddenly offers weaker protection than before.',
};
