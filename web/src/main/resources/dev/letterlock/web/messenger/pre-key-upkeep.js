import { KEM_TARGET, ONE_TIME_TARGET, drawRotation, noteClaimed, replenish, rotate, rotationDue } from '../e1/pre-key-maker.js';
import { NO_PRE_KEYS, uploadOf } from '../e1/own-pre-keys.js';

const FOR_GOOD = [400, 409, 422];

/**
 * Keeps enough good pre-keys of this device at the server: docs/E2EE.md §2.3. Keys are in the profile before they are
 * uploaded, and what the server may not have received is uploaded again.
 */
export class PreKeyUpkeep {
  #account;
  #profile;
  #directory;

  constructor(account, profile, directory) {
    this.#account = account;
    this.#profile = profile;
    this.#directory = directory;
  }

  /** Looked at with each session: uploads what is owed, and replaces the signed pre-key once it is old. */
  async look() {
    await this.#settle();
    const step = this.#profile.begin();
    const keys = this.#keys(step);
    const interval = step.get('own', 'rotation') ?? 0;
    if (rotationDue(keys, interval, this.#account.clock())) {
      await this.#replace(step, rotate(this.#account.own, keys, this.#account.clock()), drawRotation());
    }
  }

  /** @param {{oneTime: number, kemOneTime: number}} counts what the server has left */
  async counted({ oneTime, kemOneTime }) {
    if (await this.#settle()) {
      return;
    }
    const step = this.#profile.begin();
    const now = this.#account.clock();
    const keys = noteClaimed(this.#keys(step), kemOneTime, now);
    if (oneTime > ONE_TIME_TARGET / 2 && kemOneTime > KEM_TARGET / 2) {
      step.put('own', 'preKeys', keys);
      await step.commit();
      return;
    }
    await this.#replace(step, replenish(this.#account.own, keys, oneTime, kemOneTime, now), step.get('own', 'rotation'));
  }

  async #replace(step, made, rotation) {
    step.put('own', 'preKeys', made.keys);
    step.put('own', 'owedPreKeys', made.ids);
    step.put('own', 'rotation', rotation);
    await step.commit();
    await this.#settle();
  }

  /** @returns {Promise<boolean>} whether something was uploaded */
  async #settle() {
    const step = this.#profile.begin();
    const ids = step.get('own', 'owedPreKeys') ?? [];
    if (ids.length === 0) {
      return false;
    }
    try {
      await this.#directory.upload(uploadOf(this.#keys(step), ids), this.#account.own.signingPair);
    } catch (error) {
      if (!FOR_GOOD.includes(error.status)) {
        throw error;
      }
      // The server refuses these keys for good: others are made with the next look.
      step.put('own', 'rotation', 0);
    }
    step.put('own', 'owedPreKeys', []);
    await step.commit();
    return true;
  }

  #keys(step) {
    return step.get('own', 'preKeys') ?? NO_PRE_KEYS;
  }
}
