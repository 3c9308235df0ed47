import { GapReason } from '../wire/server-frames.js';
import { isOutage } from './contacts.js';

const ACK_WITHIN = 50;
/** Frames that may wait for the desk; a server that sends faster than they can be looked at is left. */
const MOST_WAITING = 4096;

/**
 * What comes from the server goes from here to who takes it, one after the other on the desk; what came before a
 * connection was lost and was not taken by then comes again (docs/PROTOCOL.md §3).
 */
export class Switchboard {
  #desk;
  #inbox;
  #postbox;
  #arrivals;
  #findings;
  #receipts;
  #upkeep;
  #profile;
  #clock;
  #listener;
  #connection = null;
  #session = null;
  #online = false;
  #ackTimer = null;
  #reportTimer = null;

  /** @param {object} parts the tools of a messenger, by name */
  constructor({ desk, inbox, postbox, arrivals, findings, receipts, upkeep, profile, clock, listener }) {
    this.#desk = desk;
    this.#inbox = inbox;
    this.#postbox = postbox;
    this.#arrivals = arrivals;
    this.#findings = findings;
    this.#receipts = receipts;
    this.#upkeep = upkeep;
    this.#profile = profile;
    this.#clock = clock;
    this.#listener = listener;
  }

  /** @param {{device: number}} own @returns {import('../line/line.js').LineListener} */
  ear(own) {
    return {
      hello: () => {
        const { cursor, silent } = this.#inbox.stored();
        return { device: own.device, resume: cursor, silent };
      },
      welcomed: (connection, welcome) => this.#welcomed(connection, welcome),
      heard: (frame) => this.#heard(frame),
      lost: () => this.#lost(),
      stopped: (code, text) => this.#listener.stopped?.(code, text),
    };
  }

  close() {
    clearTimeout(this.#ackTimer);
    clearTimeout(this.#reportTimer);
    this.#session = null;
  }

  /** Sends what is due by then to be known of what was read; without a connection the next session does. */
  reportAfter(millis) {
    this.#reportTimer = setTimeout(() => this.#onDesk(this.#session, () => this.#report()), millis);
  }

  /** Sends what others shall know of what was read, behind the Acks of it. */
  async #report() {
    const step = this.#profile.begin();
    const owed = this.#receipts.takeOwed(step, this.#clock());
    await step.commit();
    if (owed.length > 0) {
      this.#ackNow();
    }
    owed.forEach((receipt) => this.#connection?.send(receipt));
  }

  #welcomed(connection, welcome) {
    const session = { waiting: 0, epoch: welcome.cursor.epoch };
    this.#connection = connection;
    this.#session = session;
    this.#onDesk(session, () => this.#begin(session, welcome));
  }

  #heard(frame) {
    const session = this.#session;
    if (session === null) {
      return;
    }
    if (session.waiting === MOST_WAITING) {
      this.#beginAgain();
      return;
    }
    session.waiting++;
    this.#onDesk(session, () => {
      session.waiting--;
      return this.#take(session, frame);
    });
  }

  #lost() {
    this.#session = null;
    this.#connection = null;
    this.#desk.run(() => this.#postbox.disconnected());
    this.#tellOnline(false);
  }

  #onDesk(session, work) {
    this.#desk.run(async () => {
      if (session === null || session !== this.#session) {
        return;
      }
      try {
        await work();
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  /** What could not be stored or looked up comes again with the next session. */
  #fail(error) {
    if (!isOutage(error)) {
      this.#listener.failed?.(error);
    }
    this.#beginAgain();
  }

  #beginAgain() {
    this.#session = null;
    this.#connection?.breakOff();
  }

  async #begin(session, welcome) {
    if (this.#inbox.isOutOfReach(welcome.cursor)) {
      this.#beginAgain();
      return;
    }
    const stored = await this.#inbox.begin(welcome.cursor);
    const newEpoch = stored.epoch !== 0n && stored.epoch !== session.epoch;
    const connection = this.#connection;
    this.#findings.begin();
    await this.#unlessAway(() => this.#upkeep.look());
    await this.#postbox.connected((bytes) => connection.sendBytes(bytes), welcome, newEpoch);
    await this.#compare();
    connection.send({ type: 'KeyCount' });
    await this.#report();
    this.#tellOnline(true);
  }

  #tellOnline(online) {
    if (online !== this.#online) {
      this.#online = online;
      this.#listener.connection?.(online);
    }
  }

  /** Pre-keys have time until the next session. */
  async #unlessAway(work) {
    try {
      await work();
    } catch (error) {
      if (!isOutage(error)) {
        throw error;
      }
    }
  }

  async #compare() {
    const step = this.#profile.begin();
    await this.#findings.compareOpen(step);
    await step.commit();
    await this.#arrivals.takeKept();
  }

  async #take(session, frame) {
    switch (frame.type) {
      case 'Deliver':
        await this.#deliver(frame);
        break;
      case 'Gap':
        await this.#gap(session, frame);
        break;
      case 'Accepted':
        await this.#postbox.accepted(frame);
        break;
      case 'RosterMismatch':
        await this.#postbox.mismatched(frame);
        break;
      case 'Failure':
        await this.#failure(frame);
        break;
      case 'Receipt':
        await this.#receipt(frame);
        break;
      case 'KeysLow':
        await this.#unlessAway(() => this.#upkeep.counted(frame));
        break;
      case 'InboxDrained':
        this.#listener.caughtUp?.();
        break;
      default:
    }
  }

  async #deliver({ cursor, envelope }) {
    if (cursor.seq === 0n || this.#inbox.has(cursor)) {
      // Ephemeral messages are outside of the inbox, and this client has no use for them.
      return;
    }
    if (!this.#inbox.isNext(cursor)) {
      this.#beginAgain();
      return;
    }
    const silent = await this.#arrivals.take({ cursor, ...envelope });
    this.#stored(cursor, silent);
    await this.#compare();
  }

  async #gap(session, { from, to, reason }) {
    if (this.#inbox.has(to)) {
      return;
    }
    const newEpoch = reason === GapReason.NEW_EPOCH;
    const inTurn = newEpoch || this.#inbox.isNext(from) || this.#inbox.has(from);
    if (this.#inbox.isOutOfReach(to) || !inTurn) {
      this.#beginAgain();
      return;
    }
    const step = this.#profile.begin();
    this.#inbox.keep(step, to, false);
    await step.commit();
    this.#stored(to, false);
    if (reason === GapReason.EXPIRED) {
      this.#listener.missed?.(to.seq - from.seq + 1n);
    }
    if (newEpoch && to.epoch !== session.epoch) {
      session.epoch = to.epoch;
      this.#postbox.epochChanged();
    }
  }

  async #failure(failure) {
    if (failure.firstRef !== 0) {
      await this.#postbox.refused(failure);
    }
  }

  async #receipt(receipt) {
    const step = this.#profile.begin();
    this.#receipts.take(step, receipt);
    await step.commit();
    this.#inbox.confirm(receipt.mark);
    this.#ackSoon();
  }

  #stored(cursor, silent) {
    const apart = this.#inbox.reach(cursor, silent);
    if (apart !== null) {
      this.#connection?.send(apart);
    }
    this.#ackSoon();
  }

  #ackSoon() {
    this.#ackTimer ??= setTimeout(() => this.#desk.run(() => this.#ackNow()), ACK_WITHIN);
  }

  #ackNow() {
    clearTimeout(this.#ackTimer);
    this.#ackTimer = null;
    const ack = this.#session === null ? null : this.#inbox.takeAck();
    if (ack !== null) {
      this.#connection?.send(ack);
    }
  }
}
