/** A store that forgets all when the process ends, for tests and for who wants no traces. */
export class MemoryStore {
  #records = new Map();

  async load() {
    return [...this.#records];
  }

  async write(changes) {
    changes.forEach(([key, bytes]) => (bytes === null ? this.#records.delete(key) : this.#records.set(key, bytes)));
  }

  async close() {}
}
