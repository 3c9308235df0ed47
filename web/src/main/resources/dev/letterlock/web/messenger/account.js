import { directConversation } from '../e1/conversation-id.js';
import { PairwiseSessions } from '../e1/pairwise-sessions.js';
import { randomBytes } from '../e1/sodium.js';
import { newV7 } from '../ids.js';

/** Who this device is, and the tools that all work on a profile shares. */
export class Account {
  /**
   * @param {string} name
   * @param {import('../e1/own-device.js').OwnDevice} own
   * @param {() => number} clock milliseconds since 1970
   */
  constructor(name, own, clock) {
    this.name = name;
    this.own = own;
    this.clock = clock;
    this.sessions = new PairwiseSessions(own, clock, randomBytes);
    Object.freeze(this);
  }

  get user() {
    return this.own.cert.address.user;
  }

  get device() {
    return this.own.cert.address.device;
  }

  /** @returns {string} the id of the direct conversation with a user, or of the notes to oneself */
  conversationWith(user) {
    return directConversation(this.user, user);
  }

  isThisDevice({ user, device }) {
    return user === this.user && device === this.device;
  }

  /** @returns {string} a new message id */
  newId() {
    return newV7(this.clock(), randomBytes);
  }
}

/** @returns {string} by which a device stands in the profile's shelves */
export function deviceKey({ user, device }) {
  return `${user}/${device}`;
}

/** @returns {{user: string, device: number}} of a trusted device */
export function addressOf(trusted) {
  const { user, device } = trusted.cert.address;
  return { user, device };
}
