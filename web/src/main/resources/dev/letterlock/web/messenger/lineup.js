/**
 * Which Sends may leave next, in memory: what the server has not answered goes before all that is new, and a text waits
 * until the one before it in its conversation is answered, as that one's number may be left to it (docs/E2EE.md §2.6).
 *
 * @typedef {{order: number, conversation: string, numbered: boolean, sealed: boolean, notBefore: number,
 *   repeated?: boolean}} Waiting `repeated` if the server had accepted it and has lost its memory since
 */
export class Lineup {
  #waiting = new Map();
  #underWay = new Map();

  /** @param {Waiting} entry */
  add(entry) {
    this.#waiting.set(entry.order, entry);
  }

  get size() {
    return this.#waiting.size + this.#underWay.size;
  }

  get underWay() {
    return this.#underWay.size;
  }

  /** @returns {Waiting | undefined} the next that may leave now; it stays in line until `leave` */
  next(now) {
    const waiting = [...this.#waiting.values()].sort((one, other) => one.order - other.order);
    const taken = new Set([...this.#underWay.values()].filter(({ numbered }) => numbered).map((each) => each.conversation));
    const held = waiting.filter(({ numbered, sealed }) => numbered && sealed).map((each) => each.conversation);
    const ready = waiting.filter(({ sealed, notBefore }) => sealed && notBefore <= now);
    const unanswered = ready.find(({ repeated }) => repeated !== true);
    return unanswered ?? ready[0] ?? this.#firstInTurn(waiting, new Set([...taken, ...held]), now);
  }

  /** @returns {number} when the first that was put off may be tried, Infinity if there is none */
  nextTime() {
    return Math.min(Infinity, ...[...this.#waiting.values()].map(({ notBefore }) => notBefore).filter(Boolean));
  }

  /** An entry goes to the server as a Send with this ref. */
  leave(ref, entry) {
    this.#waiting.delete(entry.order);
    this.#underWay.set(ref, { ...entry, sealed: true, notBefore: 0 });
  }

  /** @returns {Waiting[]} what went as these refs; they are answered now */
  takeAnswered(firstRef, lastRef) {
    const refs = [...this.#underWay.keys()].filter((ref) => ref >= firstRef && ref <= lastRef);
    const entries = refs.map((ref) => ({ ...this.#underWay.get(ref), ref }));
    refs.forEach((ref) => this.#underWay.delete(ref));
    return entries;
  }

  /** The connection is gone: what was under way is unanswered. */
  takeBack() {
    this.#underWay.forEach((entry) => this.#waiting.set(entry.order, entry));
    this.#underWay.clear();
  }

  forget(order) {
    this.#waiting.delete(order);
  }

  putOff(order, until) {
    const entry = this.#waiting.get(order);
    if (entry !== undefined) {
      this.#waiting.set(order, { ...entry, notBefore: until });
    }
  }

  /** A person has said a word: what waited for it is looked at again. */
  release() {
    this.#waiting.forEach((entry, order) => this.#waiting.set(order, { ...entry, notBefore: 0 }));
  }

  #firstInTurn(waiting, busy, now) {
    for (const entry of waiting.filter(({ sealed }) => !sealed)) {
      if (entry.numbered && busy.has(entry.conversation)) {
        continue;
      }
      if (entry.notBefore <= now) {
        return entry;
      }
      // What is behind it in its conversation waits for it.
      busy.add(entry.numbered ? entry.conversation : null);
    }
    return undefined;
  }
}
