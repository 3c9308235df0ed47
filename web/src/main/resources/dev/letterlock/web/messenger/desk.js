/** Where everything of a profile happens, one piece of work after the other; nothing on it may wait for the desk itself. */
export class Desk {
  #last = Promise.resolve();

  /**
   * @template T
   * @param {() => Promise<T> | T} work
   * @returns {Promise<T>}
   */
  run(work) {
    const done = this.#last.then(work);
    this.#last = done.then(
      () => {},
      () => {},
    );
    return done;
  }
}
