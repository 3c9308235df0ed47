import { compareCursors } from '../wire/fields.js';

const MOST_EPOCHS_AT_ONCE = 2n ** 42n;
export const NOWHERE = Object.freeze({ epoch: 0n, seq: 0n });

/**
 * How far this device has stored its inbox, and what of that the server does not know yet: docs/PROTOCOL.md §3.2 to §3.4
 * and §3.6. An Ack is silent or not as a whole, so what is not alike is confirmed apart.
 */
export class InboxPlace {
  #profile;
  #notices;
  #last = NOWHERE;
  #reached = NOWHERE;
  #unacked = null;
  #mark = 0n;

  constructor(profile, notices) {
    this.#profile = profile;
    this.#notices = notices;
  }

  /** @returns {{cursor: {epoch: bigint, seq: bigint}, silent: boolean}} for the next Hello */
  stored() {
    return this.#profile.begin().get('own', 'place') ?? { cursor: NOWHERE, silent: false };
  }

  /** Notes a place with the step of what was there. Once silent, the place stays so until a Welcome has confirmed it. */
  keep(step, cursor, silent) {
    const before = step.get('own', 'place');
    step.put('own', 'place', { cursor, silent: silent || before?.silent === true });
  }

  isOutOfReach(cursor) {
    return cursor.epoch - this.stored().cursor.epoch > MOST_EPOCHS_AT_ONCE;
  }

  /** @returns {Promise<{epoch: bigint, seq: bigint}>} where this device stands as the session begins */
  async begin(acked) {
    const place = this.stored();
    let reached = place.cursor;
    const step = this.#profile.begin();
    if (acked.seq !== 0n && compareCursors(acked, place.cursor) > 0) {
      reached = acked;
      step.put('own', 'place', { cursor: acked, silent: false });
      const sentence = 'Some messages have come to a newer copy of this profile and will not come again; ask those who wrote to you lately.';
      this.#notices.add(step, 'REMARK', null, sentence);
    } else if (place.silent && compareCursors(acked, place.cursor) >= 0) {
      step.put('own', 'place', { cursor: place.cursor, silent: false });
    }
    await step.commit();
    this.#reached = reached;
    this.#last = reached.epoch === 0n && reached.seq === 0n ? acked : reached;
    this.#unacked = null;
    this.#mark = 0n;
    return reached;
  }

  has(cursor) {
    return compareCursors(cursor, this.#reached) <= 0;
  }

  /** Whether nothing was left out; places of different epochs say nothing about each other. */
  isNext(cursor) {
    return cursor.epoch < this.#last.epoch || (cursor.epoch === this.#last.epoch && cursor.seq === this.#last.seq + 1n);
  }

  /** @returns {object | null} an Ack that has to leave before, as this place is silent and those before were not, or so */
  reach(cursor, silent) {
    const apart = this.#unacked !== null && this.#unacked.silent !== silent ? this.takeAck() : null;
    this.#last = cursor;
    this.#reached = cursor;
    this.#unacked = { cursor, silent };
    return apart;
  }

  /** Receipts up to this mark are stored. */
  confirm(mark) {
    this.#mark = mark > this.#mark ? mark : this.#mark;
  }

  /** @returns {object | null} the Ack that is due */
  takeAck() {
    if (this.#unacked === null && this.#mark === 0n) {
      return null;
    }
    const { cursor, silent } = this.#unacked ?? { cursor: NOWHERE, silent: false };
    const ack = { type: 'Ack', cursor, receiptMark: this.#mark, silent };
    this.#unacked = null;
    this.#mark = 0n;
    return ack;
  }
}
