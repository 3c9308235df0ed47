import { MINUTE } from '../e1/time.js';
import { view } from '../bytes.js';
import { deviceKey } from './account.js';
import { isOutage } from './contacts.js';
import { conversationOf, keepConversation, messageAt, putMessage } from './conversations.js';
import { isNumbered } from './drafts.js';
import { Lineup } from './lineup.js';
import { addEntry, allEntries, entryOf, putEntry, removeEntry } from './outbox.js';
import { Refused } from './refused.js';

const MOST_ATTEMPTS = 4;
const REF_AT = 2;
const INBOX_FULL = 18;
const PAUSE = 1000;
const LEAST_WAIT = 500;
const DISAGREED = 'The server and what is rightly signed do not agree about whom to send to.';

const FAILURES = new Map([
  [10, 'There is no such user, or no device of the recipient can be reached.'],
  [12, 'The server says that the message has a wrong size.'],
  [13, 'The server says that the conversation is not one of these users.'],
  [14, 'The message expired before the server accepted it.'],
  [17, 'The server has another message under the id of this one.'],
  [19, 'The server says that this device may not send that.'],
]);

/**
 * Everything that leaves: a Send is in the profile, byte for byte and with the ratchet's new state, before it leaves, and
 * goes again until it is answered (docs/PROTOCOL.md §3.5). All of this happens on the desk.
 */
export class Postbox {
  #account;
  #profile;
  #desk;
  #sealer;
  #rosters;
  #notices;
  #changed;
  #failed;
  #lineup = new Lineup();
  #settled = new Map();
  #waits = new Map();
  #send = null;
  #ref = 0;
  #most = 0;
  #horizon = 0;
  #pausedUntil = 0;
  #timer = null;

  /** @param {object} parts the tools of a messenger, by name; `changed` tells of another state of a message */
  constructor({ account, profile, desk, sealer, rosters, notices, changed, failed }) {
    this.#account = account;
    this.#profile = profile;
    this.#desk = desk;
    this.#sealer = sealer;
    this.#rosters = rosters;
    this.#notices = notices;
    this.#changed = changed;
    this.#failed = failed;
  }

  /** Takes up what an earlier run has left. */
  load() {
    for (const [order, entry] of allEntries(this.#profile.begin())) {
      if (entry.acceptedAt === 0) {
        this.#lineUp(order, entry);
      } else {
        this.#settled.set(order, entry.acceptedAt);
      }
    }
  }

  /** Adds a draft with the step; it is sealed and sent once that is durable. */
  post(step, draft) {
    const order = addEntry(step, draft);
    step.afterwards(() => {
      this.#lineUp(order, { draft, frame: null });
      this.#pumpSoon(0);
    });
  }

  get isEmpty() {
    return this.#lineup.size === 0;
  }

  /** @param {(bytes: Uint8Array) => void} send takes whole frames to the server */
  async connected(send, welcome, newEpoch) {
    this.#send = send;
    this.#ref = 0;
    this.#most = welcome.maxUnanswered;
    this.#horizon = welcome.acceptedHorizonMillis;
    this.#pausedUntil = 0;
    this.#lineup.takeBack();
    if (newEpoch) {
      this.epochChanged();
    }
    await this.pump();
  }

  /** The server has lost its memory of some time: what it has accepted lately goes again (§3.6). */
  epochChanged() {
    const since = this.#account.clock() - this.#horizon;
    const step = this.#profile.begin();
    for (const [order, at] of this.#settled) {
      const entry = at >= since ? entryOf(step, order) : undefined;
      if (entry !== undefined) {
        this.#lineUp(order, entry, true);
      }
    }
    this.#pumpSoon(0);
  }

  disconnected() {
    this.#send = null;
    this.#lineup.takeBack();
  }

  close() {
    clearTimeout(this.#timer);
    this.#send = null;
  }

  async accepted({ ranges, full }) {
    const step = this.#profile.begin();
    for (const { firstRef, lastRef, time } of ranges) {
      for (const { ref, order } of this.#lineup.takeAnswered(firstRef, lastRef)) {
        const without = full.filter((inbox) => inbox.ref === ref).map(({ device }) => device);
        this.#settle(step, order, time + BigInt(ref - firstRef), without);
      }
    }
    this.#forgetOld(step);
    await step.commit();
    await this.pump();
  }

  async mismatched(mismatch) {
    for (const { order } of this.#lineup.takeAnswered(mismatch.firstRef, mismatch.lastRef)) {
      await this.#attempt(order, () => this.#reopen(order, mismatch));
    }
    await this.pump();
  }

  async refused(failure) {
    for (const { order } of this.#lineup.takeAnswered(failure.firstRef, failure.lastRef)) {
      await this.#refuse(order, failure);
    }
    await this.pump();
  }

  /** A person has said a word about a key: what waited is looked at again. */
  release() {
    this.#lineup.release();
    this.#pumpSoon(0);
  }

  async pump() {
    while (this.#isOpen()) {
      const entry = this.#lineup.next(this.#account.clock());
      if (entry === undefined) {
        break;
      }
      await this.#attempt(entry.order, () => this.#leave(entry));
    }
    this.#planNext();
  }

  #isOpen() {
    return this.#send !== null && this.#lineup.underWay < this.#most && this.#pausedUntil <= this.#account.clock();
  }

  #lineUp(order, { draft, frame }, repeated = false) {
    const { conversation } = draft;
    const sealed = frame !== null;
    this.#lineup.add({ order, conversation, numbered: isNumbered(draft), sealed, notBefore: 0, repeated });
  }

  async #leave(entry) {
    const frame = entry.sealed ? entryOf(this.#profile.begin(), entry.order).frame : await this.#seal(entry.order);
    if (frame === null || this.#send === null) {
      return;
    }
    this.#ref++;
    view(frame).setUint32(REF_AT, this.#ref);
    this.#lineup.leave(this.#ref, entry);
    this.#send(frame);
  }

  async #seal(order) {
    const step = this.#profile.begin();
    const entry = entryOf(step, order);
    const draft = numbered(step, entry.draft);
    const { frame, devices } = await this.#sealer.seal(step, draft);
    if (frame === null) {
      removeEntry(step, order);
      this.#moveOn(step, draft, 'SENT', 0n);
    } else {
      putEntry(step, order, { ...entry, draft, frame, devices });
    }
    await step.commit();
    this.#waits.delete(order);
    if (frame === null) {
      this.#lineup.forget(order);
    } else {
      this.#lineUp(order, { draft, frame });
    }
    return frame;
  }

  #settle(step, order, time, without) {
    const entry = entryOf(step, order);
    if (entry === undefined || entry.acceptedAt !== 0) {
      return;
    }
    const now = this.#account.clock();
    putEntry(step, order, { ...entry, acceptedAt: now });
    if (isNumbered(entry.draft)) {
      const conversation = conversationOf(step, entry.draft.conversation);
      keepConversation(step, { ...conversation, sent: entry.draft.sequence });
    }
    this.#moveOn(step, entry.draft, 'SENT', time);
    if (without.length > 0) {
      const devices = without.map(deviceKey).join(', ');
      this.#notices.add(step, 'REMARK', entry.draft.conversation, `The inbox of a device is full, so it got no copy: ${devices}.`);
    }
    step.afterwards(() => this.#settled.set(order, now));
  }

  #forgetOld(step) {
    const oldest = this.#account.clock() - this.#horizon;
    for (const [order, at] of this.#settled) {
      if (at < oldest) {
        removeEntry(step, order);
        this.#settled.delete(order);
      }
    }
  }

  async #reopen(order, mismatch) {
    const step = this.#profile.begin();
    const entry = entryOf(step, order);
    if (entry.attempts + 1 >= MOST_ATTEMPTS) {
      throw new Refused(DISAGREED);
    }
    await this.#rosters.take(step, entry.draft, mismatch);
    // If it was accepted before the server lost its memory, it has to be once more.
    const open = { ...entry, frame: null, acceptedAt: 0, attempts: entry.attempts + 1 };
    putEntry(step, order, open);
    await step.commit();
    this.#settled.delete(order);
    this.#lineUp(order, open);
  }

  async #refuse(order, { code, retryAfterMillis }) {
    const entry = entryOf(this.#profile.begin(), order);
    if (retryAfterMillis === 0 && entry.acceptedAt !== 0) {
      // It was accepted before, and has reached whom it could.
      return;
    }
    if (retryAfterMillis === 0) {
      await this.#fail(order, FAILURES.get(code) ?? `The server refused a message (code ${code}).`);
      return;
    }
    this.#lineUp(order, entry, entry.acceptedAt !== 0);
    const until = this.#account.clock() + retryAfterMillis;
    if (code === INBOX_FULL) {
      this.#lineup.putOff(order, until);
    } else {
      this.#pausedUntil = until;
    }
  }

  /** Whatever goes wrong, the entry stays in line, or is told as failed. */
  async #attempt(order, work) {
    try {
      await work();
    } catch (error) {
      if (isOutage(error)) {
        this.#backInLine(order);
        this.#pausedUntil = this.#account.clock() + PAUSE;
      } else if (error instanceof Refused && error.remedy !== 'NOTHING' && !this.#isForOneDevice(order)) {
        this.#backInLine(order);
        await this.#wait(order, error);
      } else if (error instanceof Refused || error.isVerdict === true) {
        await this.#fail(order, error.message);
      } else {
        throw error;
      }
    }
  }

  /** Control content for single devices waits for nothing: whoever needs it asks again. */
  #isForOneDevice(order) {
    return entryOf(this.#profile.begin(), order).draft.to !== null;
  }

  #backInLine(order) {
    const entry = entryOf(this.#profile.begin(), order);
    this.#lineUp(order, entry);
  }

  async #wait(order, refusal) {
    this.#lineup.putOff(order, refusal.remedy === 'WORD' ? Infinity : this.#account.clock() + this.#nextWait(order));
    const step = this.#profile.begin();
    const told = `${order}/${refusal.remedy}`;
    if (!step.has('told-waits', told)) {
      step.put('told-waits', told, true);
      this.#notices.add(step, 'REMARK', entryOf(step, order).draft.conversation, refusal.message);
      await step.commit();
    }
  }

  /** Half a second at first, twice as long each time, a minute at most. */
  #nextWait(order) {
    const wait = this.#waits.get(order) ?? LEAST_WAIT;
    this.#waits.set(order, Math.min(MINUTE, 2 * wait));
    return wait;
  }

  async #fail(order, sentence) {
    const step = this.#profile.begin();
    const { draft } = entryOf(step, order);
    removeEntry(step, order);
    this.#moveOn(step, draft, 'FAILED', 0n);
    this.#notices.add(step, 'REFUSED', draft.conversation, sentence);
    await step.commit();
    this.#lineup.forget(order);
  }

  #moveOn(step, draft, state, time) {
    const message = draft.number === null ? undefined : messageAt(step, draft.conversation, draft.number);
    if (message !== undefined) {
      const moved = { ...message, state, time };
      putMessage(step, moved);
      step.afterwards(() => this.#changed(moved));
    }
  }

  #planNext() {
    const now = this.#account.clock();
    const next = Math.max(this.#pausedUntil, this.#lineup.nextTime() === Infinity ? 0 : this.#lineup.nextTime());
    if (this.#send !== null && next > now) {
      this.#pumpSoon(next - now);
    }
  }

  #pumpSoon(millis) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#desk.run(() => this.pump()).catch(this.#failed), Math.min(millis, MINUTE));
  }
}

/** A number is given at sealing: what the server refuses for good leaves its own to the next. */
function numbered(step, draft) {
  return isNumbered(draft) ? { ...draft, sequence: conversationOf(step, draft.conversation).sent + 1n } : draft;
}
