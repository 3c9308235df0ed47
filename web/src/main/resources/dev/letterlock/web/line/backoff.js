/** Waits that double, from a fifth of a second to half a minute, each shortened by up to a half at random. */
export class Backoff {
  static #LEAST = 200;
  static #MOST = 30_000;
  #next = Backoff.#LEAST;

  /** @returns {number} milliseconds to wait now */
  next() {
    const whole = this.#next;
    this.#next = Math.min(Backoff.#MOST, 2 * whole);
    return whole / 2 + Math.random() * (whole / 2);
  }

  reset() {
    this.#next = Backoff.#LEAST;
  }
}
