import { decodeValue, encodeValue } from './value-codec.js';

/**
 * All that a device keeps, by shelf and id, held in memory and behind a store that takes what one step changes as a whole
 * or not at all.
 *
 * @typedef {{load: () => Promise<Array<[string, Uint8Array]>>,
 *   write: (changes: Array<[string, Uint8Array | null]>) => Promise<void>, close: () => Promise<void>}} Store
 *   keys are texts; null removes. `write` settles once the changes are durable.
 */
export class Profile {
  #store;
  #shelves = new Map();
  #broken = null;

  /** @param {Store} store */
  static async open(store) {
    const profile = new Profile(store);
    for (const [key, bytes] of await store.load()) {
      profile.#put(key, bytes);
    }
    return profile;
  }

  constructor(store) {
    this.#store = store;
  }

  /** Begins a step; only one may be under way at a time, which the desk sees to. */
  begin() {
    return new Step(
      (shelf) => this.#shelves.get(shelf) ?? new Map(),
      (changes) => this.#commit(changes),
    );
  }

  close() {
    return this.#store.close();
  }

  async #commit(changes) {
    if (this.#broken !== null) {
      throw new Error('profile: a write has failed before (expected: opened again)', { cause: this.#broken });
    }
    try {
      await this.#store.write(changes);
    } catch (error) {
      // Nobody knows what of it is durable, so nothing may be built on this image any more.
      this.#broken = error;
      throw error;
    }
    changes.forEach(([key, bytes]) => this.#put(key, bytes));
  }

  #put(key, bytes) {
    const at = key.indexOf(':');
    const [shelf, id] = [key.slice(0, at), key.slice(at + 1)];
    if (!this.#shelves.has(shelf)) {
      this.#shelves.set(shelf, new Map());
    }
    if (bytes === null) {
      this.#shelves.get(shelf).delete(id);
    } else {
      this.#shelves.get(shelf).set(id, bytes);
    }
  }
}

/** One step: reads what is there and what itself has written; all of it is kept at `commit`, or none. */
export class Step {
  #shelf;
  #write;
  #changes = new Map();
  #afterwards = [];

  constructor(shelf, write) {
    this.#shelf = shelf;
    this.#write = write;
  }

  /** @returns a value of its own; undefined if there is none */
  get(shelf, id) {
    const key = `${shelf}:${id}`;
    const bytes = this.#changes.has(key) ? this.#changes.get(key) : this.#shelf(shelf).get(id);
    return bytes === undefined || bytes === null ? undefined : decodeValue(bytes);
  }

  has(shelf, id) {
    return this.get(shelf, id) !== undefined;
  }

  put(shelf, id, value) {
    this.#changes.set(`${shelf}:${id}`, encodeValue(value));
  }

  remove(shelf, id) {
    this.#changes.set(`${shelf}:${id}`, null);
  }

  /** @returns {string[]} all ids of a shelf, in the order of their letters */
  ids(shelf) {
    const ids = new Set(this.#shelf(shelf).keys());
    for (const [key, bytes] of this.#changes) {
      if (key.startsWith(`${shelf}:`)) {
        const id = key.slice(shelf.length + 1);
        bytes === null ? ids.delete(id) : ids.add(id);
      }
    }
    return [...ids].sort();
  }

  /** @param {() => void} action what happens once the step is durable, and only then */
  afterwards(action) {
    this.#afterwards.push(action);
  }

  async commit() {
    if (this.#changes.size > 0) {
      await this.#write([...this.#changes]);
    }
    this.#changes.clear();
    this.#afterwards.splice(0).forEach((action) => action());
  }
}
