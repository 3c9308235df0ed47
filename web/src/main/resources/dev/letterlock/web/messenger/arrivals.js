import { equal, toHex } from '../bytes.js';
import { decodeContent } from '../e1/content.js';
import { isControl } from '../e1/content-body.js';
import { NO_PRE_KEYS } from '../e1/own-pre-keys.js';
import { ContentRejected, OpenRejected } from '../e1/rejections.js';
import { openSlice, payloadHash } from '../e1/slice.js';
import { RECORD } from '../e1/sizes.js';
import { DAY, HOUR } from '../e1/time.js';
import { deviceKey } from './account.js';
import { isOutage } from './contacts.js';
import { conversationOf } from './conversations.js';
import { Refused } from './refused.js';
import { WORDS_OF_CONTENT } from './words.js';

const REMEMBERED = 30 * DAY;
const MOST_UNOPENED = 500;
const MOST_UNOPENED_OF_ONE = 100;

/**
 * From a Deliver to what a person sees. The state that a message leaves behind, the message and its place in the inbox are
 * one step: all of it is kept, or none (docs/E2EE.md §2.5). All of this happens on the desk.
 *
 * @typedef {{cursor: {epoch: bigint, seq: bigint} | null, sender: {user: string, device: number}, conversation: string,
 *   messageId: string, time: bigint, partial: boolean, group: boolean, header: Uint8Array, slice: Uint8Array}} Letter
 */
export class Arrivals {
  #account;
  #profile;
  #contacts;
  #starts;
  #reading;
  #retries;
  #notices;
  #keepPlace;
  #forgottenAt = 0;

  /** @param {object} parts the tools of a messenger, by name; `keepPlace` notes a place in the inbox as stored */
  constructor({ account, profile, contacts, starts, reading, retries, notices, keepPlace }) {
    this.#account = account;
    this.#profile = profile;
    this.#contacts = contacts;
    this.#starts = starts;
    this.#reading = reading;
    this.#retries = retries;
    this.#notices = notices;
    this.#keepPlace = keepPlace;
  }

  /**
   * @param {Letter} letter
   * @returns {Promise<boolean>} whether nobody shall learn from the ack that this has come (R6)
   * @throws {import('../api/api-client.js').ApiError} if the server cannot be asked now: nothing is kept then
   */
  async take(letter) {
    const silent = await this.#take(letter, (step, quiet) => this.#keepPlace(step, letter.cursor, quiet));
    await this.#forgetOld();
    return silent;
  }

  /** Opens what was kept, in its order, where a person has said a word since. */
  async takeKept() {
    const step = this.#profile.begin();
    const kept = step.ids('unopened').map((id) => [id, step.get('unopened', id)]);
    for (const [id, letter] of kept) {
      if (this.#contacts.known(step, letter.sender.user)?.pending === null) {
        await this.#take(letter, (next) => next.remove('unopened', id));
      }
    }
  }

  async #take(letter, alongside) {
    const step = this.#profile.begin();
    try {
      const silent = await this.#open(step, letter);
      alongside(step, silent);
      await step.commit();
      return silent;
    } catch (error) {
      await this.#refuse(letter, alongside, error);
      return true;
    }
  }

  async #open(step, letter) {
    const key = `${letter.messageId}/${deviceKey(letter.sender)}`;
    const hash = payloadHash(letter.slice);
    const before = step.get('seen', key);
    if (before !== undefined) {
      return this.#repeated(step, letter, before, hash);
    }
    const silent = await this.#read(step, letter, hash);
    step.put('seen', key, { slice: hash, silent, at: this.#account.clock() });
    step.put('slices', toHex(hash), this.#account.clock());
    return silent;
  }

  /** The same bytes once more change nothing, and are as silent as the first time. */
  #repeated(step, letter, before, hash) {
    if (!equal(before.slice, hash)) {
      const name = this.#contacts.name(step, letter.sender.user);
      throw new Refused(`A message of ${name} came once more with other content, and was put aside.`);
    }
    return before.silent;
  }

  async #read(step, letter, hash) {
    this.#contacts.markPresent(letter.sender);
    if (letter.group) {
      throw new Refused('A message to a group came, and this program cannot read groups yet.');
    }
    const sender = await this.#contacts.device(step, letter.sender);
    const plain = letter.header.length === RECORD;
    const opened = this.#account.sessions.decrypt(
      this.#starts.state(step, letter.sender),
      sender,
      plain ? NO_PRE_KEYS : step.get('own', 'preKeys'),
      letter.header,
      hash,
      Number(letter.time / 1000n),
    );
    this.#starts.keep(step, letter.sender, opened.next);
    if (opened.preKeys !== null) {
      step.put('own', 'preKeys', opened.preKeys);
    }
    const content = decodeContent(openSlice(opened.cek, letter.slice));
    opened.events.forEach((event) => this.#report(step, letter, event));
    this.#reading.read(step, letter, sender, content);
    return isControl(content.body) || conversationOf(step, letter.conversation)?.answered !== true;
  }

  #report(step, letter, { kind }) {
    const device = `A device of ${this.#contacts.name(step, letter.sender.user)}`;
    if (kind === 'RESET') {
      this.#notices.add(step, 'REMARK', letter.conversation, `${device} began its session anew.`);
    }
    if (kind === 'DEVICE_REPLACED') {
      this.#notices.add(step, 'REMARK', letter.conversation, `${device} has new keys, on its owner's signed list.`);
    }
  }

  /** Keeps nothing of the step that failed, but the place and what is told; what is only put off is thrown on. */
  async #refuse(letter, alongside, error) {
    const step = this.#profile.begin();
    alongside(step, true);
    const { kind, sentence } = await this.#judge(step, letter, error);
    this.#notices.add(step, kind, letter.conversation, sentence);
    await step.commit();
  }

  async #judge(step, letter, error) {
    if (error instanceof OpenRejected) {
      return { kind: 'REFUSED', sentence: await this.#unreadable(step, letter, error.fault) };
    }
    if (error instanceof ContentRejected) {
      const asked = error.named !== null && this.#retries.ask(step, letter, error.named);
      return { kind: 'REFUSED', sentence: WORDS_OF_CONTENT[error.fault] + (asked ? ' It was asked for once more.' : '') };
    }
    if (error instanceof Refused) {
      return { kind: 'REFUSED', sentence: error.remedy === 'WORD' ? this.#keep(step, letter, error) : error.message };
    }
    if (isOutage(error)) {
      throw error;
    }
    // Nobody may stop an inbox for good by a message that this program did not foresee.
    return { kind: 'REFUSED', sentence: 'A message came that cannot be judged, and was put aside.' };
  }

  async #unreadable(step, letter, fault) {
    const name = this.#contacts.name(step, letter.sender.user);
    const repeat = fault === 'NO_MESSAGE_KEY' || fault === 'REPLAYED_HANDSHAKE';
    if (repeat && step.has('slices', toHex(payloadHash(letter.slice)))) {
      return `A message of ${name} came a second time and was put aside.`;
    }
    const asked = await this.#retries.askForUnread(step, letter, fault);
    return `A message of ${name} could not be opened. ${asked ? 'It was asked for once more.' : `Ask ${name} to write it again.`}`;
  }

  /** What comes while a key change waits for a word is kept as it came. */
  #keep(step, letter, refusal) {
    const ids = step.ids('unopened');
    const ofOne = ids.filter((id) => step.get('unopened', id).sender.user === letter.sender.user);
    if (ids.length >= MOST_UNOPENED || ofOne.length >= MOST_UNOPENED_OF_ONE) {
      return `A message came and was dropped, as too many are kept unopened. ${refusal.message}`;
    }
    const order = (step.get('unopened-order', '') ?? 0) + 1;
    step.put('unopened-order', '', order);
    step.put('unopened', String(order).padStart(12, '0'), { ...letter, cursor: null });
    return `A message came and is kept unopened. ${refusal.message}`;
  }

  async #forgetOld() {
    const now = this.#account.clock();
    if (now - this.#forgottenAt < HOUR) {
      return;
    }
    this.#forgottenAt = now;
    const step = this.#profile.begin();
    forgetBefore(step, 'seen', now - REMEMBERED, ({ at }) => at);
    forgetBefore(step, 'slices', now - REMEMBERED, (at) => at);
    forgetBefore(step, 'copies', now - REMEMBERED, ({ at }) => at);
    await step.commit();
  }
}

function forgetBefore(step, shelf, oldest, timeOf) {
  for (const id of step.ids(shelf)) {
    if (timeOf(step.get(shelf, id)) < oldest) {
      step.remove(shelf, id);
    }
  }
}
