import { AccessTokens } from '../api/access-tokens.js';
import { ApiClient } from '../api/api-client.js';
import { Directory } from '../api/directory.js';
import { OwnDevice } from '../e1/own-device.js';
import { safetyNumber } from '../e1/safety-number.js';
import { Line } from '../line/line.js';
import { Profile } from '../profile/profile.js';
import { Account } from './account.js';
import { Arrivals } from './arrivals.js';
import { Bundles } from './bundles.js';
import { Contacts, identityOf, isOutage } from './contacts.js';
import { addMessage, allConversations, conversationOf, conversationWith, keepConversation, messagesBetween } from './conversations.js';
import { Desk } from './desk.js';
import { textDraft } from './drafts.js';
import { Findings } from './findings.js';
import { InboxPlace } from './inbox-place.js';
import { Notices } from './notices.js';
import { allEntries, putEntry } from './outbox.js';
import { Postbox } from './postbox.js';
import { PreKeyUpkeep } from './pre-key-upkeep.js';
import { Reading } from './reading.js';
import { Receipts } from './receipts.js';
import { Refused } from './refused.js';
import { Retries } from './retries.js';
import { RosterAnswers } from './roster-answers.js';
import { Sealer, identityNow } from './sealer.js';
import { SessionStarts } from './session-starts.js';
import { SignUp } from './sign-up.js';
import { Switchboard } from './switchboard.js';

const MOST_READ_WAIT = 5000;

/**
 * Direct conversations of one device, end to end encrypted, in a profile that survives a crash: what an application uses.
 * Nothing here touches a page. Groups, further own devices and attachments are not built in JavaScript yet.
 *
 * @typedef {import('./conversations.js').StoredMessage} StoredMessage
 * @typedef {{received?: (message: StoredMessage) => void, changed?: (message: StoredMessage) => void,
 *   ticks?: (conversation: string) => void, noticed?: (notice: import('./notices.js').Notice) => void,
 *   connection?: (online: boolean) => void, caughtUp?: () => void, missed?: (count: bigint) => void,
 *   stopped?: (code: number, text: string) => void, failed?: (error: Error) => void}} MessengerListener called on no
 *   particular turn, but in the order of what happened
 */
export class Messenger {
  #account;
  #profile;
  #desk = new Desk();
  #contacts;
  #notices;
  #postbox;
  #arrivals;
  #receipts;
  #switchboard;
  #line;

  /**
   * @param {string} url of the server
   * @param {import('../profile/profile.js').Store} store
   * @param {MessengerListener} listener
   * @param {() => number} [clock]
   */
  static async signUp(url, store, name, password, listener, clock = Date.now) {
    const profile = await Profile.open(store);
    await new SignUp(profile, new ApiClient(url), clock).run(name, password);
    return new Messenger(url, profile, listener, clock);
  }

  /** Opens a profile that a sign-up has made. */
  static async open(url, store, listener, clock = Date.now) {
    const profile = await Profile.open(store);
    if (!profile.begin().has('own', 'tokens')) {
      throw new Refused('This profile is of no device yet: sign up first.');
    }
    return new Messenger(url, profile, listener, clock);
  }

  constructor(url, profile, listener, clock) {
    const step = profile.begin();
    this.#profile = profile;
    this.#account = new Account(step.get('own', 'name'), OwnDevice.ofState(step.get('own', 'device')), clock);
    const api = new ApiClient(url);
    const tokens = new AccessTokens(api, clock, step.get('own', 'tokens'), (saved) => this.#keepTokens(saved));
    this.#assemble(new Directory(api, tokens), listener, clock);
    this.#line = new Line(url, tokens, this.#switchboard.ear(this.#account));
  }

  #assemble(directory, listener, clock) {
    const account = this.#account;
    const profile = this.#profile;
    const desk = this.#desk;
    const received = (message) => listener.received?.(message);
    const changed = (message) => listener.changed?.(message);
    const failed = (error) => listener.failed?.(error);
    this.#notices = new Notices(clock, (notice) => listener.noticed?.(notice));
    this.#contacts = new Contacts(account, directory, this.#notices);
    const starts = new SessionStarts(account, this.#contacts, new Bundles(account, directory), this.#notices);
    const sealer = new Sealer(account, this.#contacts, starts);
    const rosters = new RosterAnswers(account, this.#contacts, this.#notices);
    this.#postbox = new Postbox({ account, profile, desk, sealer, rosters, notices: this.#notices, changed, failed });
    const retries = new Retries(account, this.#contacts, starts, this.#postbox);
    const findings = new Findings(account, this.#contacts, this.#notices);
    const reading = new Reading(account, this.#contacts, retries, findings, this.#notices, received);
    const inbox = new InboxPlace(profile, this.#notices);
    const keepPlace = (step, cursor, silent) => inbox.keep(step, cursor, silent);
    const known = { account, profile, contacts: this.#contacts, starts, notices: this.#notices };
    this.#arrivals = new Arrivals({ ...known, reading, retries, keepPlace });
    this.#receipts = new Receipts(account, this.#notices, (conversation) => listener.ticks?.(conversation));
    const upkeep = new PreKeyUpkeep(account, profile, directory);
    const parts = { desk, inbox, postbox: this.#postbox, arrivals: this.#arrivals, findings, receipts: this.#receipts };
    this.#switchboard = new Switchboard({ ...parts, upkeep, profile, clock, listener });
    this.#postbox.load();
  }

  /** Begins to connect, and keeps connected until `close`. */
  start() {
    this.#line.start();
  }

  /** Ends this connection, such as after the network has changed, and begins another. */
  reconnect() {
    this.#line.reconnect();
  }

  get name() {
    return this.#account.name;
  }

  get user() {
    return this.#account.user;
  }

  /**
   * Opens the conversation with the user of that name, whom the server is asked for at first contact.
   *
   * @returns {Promise<string>} its id
   * @throws {Refused | import('../api/api-client.js').ApiError}
   */
  conversationWith(name) {
    return this.#step(async (step) => {
      const known = step.ids('names').find((user) => step.get('names', user) === name);
      const peer = known ?? (await this.#contacts.byName(step, name));
      const conversation = conversationWith(step, this.#account, peer);
      keepConversation(step, conversation);
      return conversation.id;
    });
  }

  /** @returns {Promise<StoredMessage>} a text, kept here from now on until the server has it */
  send(conversation, text) {
    return this.#step((step) => {
      const found = conversationOf(step, conversation);
      const identity = identityNow(this.#contacts, step, found.peer);
      const draft = textDraft(this.#account, found, text, identity, found.last + 1);
      this.#postbox.post(step, draft);
      const { user: author, device } = this.#account;
      const plain = { id: draft.id, author, device, sentAt: draft.sentAt, state: 'WAITING', time: 0n, text };
      return addMessage(step, found, plain, true);
    });
  }

  /** @returns {Promise<Array<{id: string, name: string, unread: number, delivered: bigint, read: bigint}>>} */
  conversations() {
    return this.#step((step) =>
      allConversations(step).map(({ id, peer, last, read }) => ({
        id,
        name: this.#contacts.name(step, peer),
        unread: last - read,
        ...this.#receipts.marks(step, id),
      })),
    );
  }

  /** @returns {Promise<StoredMessage[]>} the last `most` messages, the oldest first */
  messages(conversation, most) {
    return this.#step((step) => {
      const last = conversationOf(step, conversation)?.last ?? 0;
      return messagesBetween(step, conversation, Math.max(0, last - most), last);
    });
  }

  /** All of a conversation was read; others are told after a random wait (R6). */
  async markRead(conversation) {
    const wait = Math.random() * MOST_READ_WAIT;
    await this.#step((step) => this.#receipts.readAll(step, conversation, this.#account.clock() + wait));
    this.#switchboard.reportAfter(wait + 1);
  }

  /** @returns {Promise<import('./notices.js').Notice[]>} */
  notices() {
    return this.#step((step) => this.#notices.all(step));
  }

  /** @returns {Promise<string>} 60 digits, of the key that waits for a word if there is one */
  safetyNumber(conversation) {
    return this.#step((step) => this.#digits(step, conversation));
  }

  /**
   * A person's word about the peer's account key: it was compared, or a change of it is accepted or rejected.
   *
   * @param {'COMPARED' | 'ACCEPTED' | 'REJECTED'} word
   * @param {string} digits the safety number as it was seen
   * @throws {Refused} if the server has shown another key since
   */
  async say(conversation, word, digits) {
    await this.#step((step) => {
      if (this.#digits(step, conversation) !== digits) {
        throw new Refused('The server has shown another key since: look at the safety number again.');
      }
      const { peer } = conversationOf(step, conversation);
      const pins = spoken(this.#contacts.known(step, peer), word);
      this.#contacts.keep(step, peer, pins);
      this.#contacts.beginLineage(step, peer, pins);
      this.#meanAnew(step, peer, identityOf(pins));
    });
    this.#postbox.release();
    await this.#takeKept();
  }

  /** Whether nothing is left to be sent. */
  get isIdle() {
    return this.#postbox.isEmpty;
  }

  /** Ends the connection; what has not left yet leaves next time. */
  async close() {
    this.#line.close();
    this.#postbox.close();
    this.#switchboard.close();
    await this.#desk.run(() => this.#profile.close());
  }

  /** What the server is needed for, and is away, is opened with the next session. */
  async #takeKept() {
    try {
      await this.#desk.run(() => this.#arrivals.takeKept());
    } catch (error) {
      if (!isOutage(error)) {
        throw error;
      }
    }
  }

  #digits(step, conversation) {
    const { peer } = conversationOf(step, conversation);
    const own = this.#contacts.known(step, this.#account.user).list;
    const pins = this.#contacts.known(step, peer);
    return safetyNumber(own, pins.pending ?? pins.list);
  }

  /** What waits becomes a message to the key that is in force now. */
  #meanAnew(step, peer, identity) {
    for (const [order, entry] of allEntries(step)) {
      if (entry.draft.recipient === peer && entry.frame === null) {
        putEntry(step, order, { ...entry, draft: { ...entry.draft, identity } });
      }
    }
  }

  /** Not on the desk, where a step may be waiting for these very tokens; no other step writes them. */
  #keepTokens(tokens) {
    const step = this.#profile.begin();
    step.put('own', 'tokens', tokens);
    return step.commit();
  }

  #step(work) {
    return this.#desk.run(async () => {
      const step = this.#profile.begin();
      const result = await work(step);
      await step.commit();
      return result;
    });
  }
}

function spoken(pins, word) {
  switch (word) {
    case 'COMPARED':
      return pins.acknowledge().verify();
    case 'ACCEPTED':
      return pins.acknowledge();
    case 'REJECTED':
      return pins.reject();
    default:
      throw new RangeError(`word: ${word} (expected: COMPARED, ACCEPTED or REJECTED)`);
  }
}
