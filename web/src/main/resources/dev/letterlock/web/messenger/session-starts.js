import { unknownPeer } from '../e1/peer-sessions.js';
import { KeyRejected } from '../e1/rejections.js';
import { HOUR, MINUTE } from '../e1/time.js';
import { addressOf, deviceKey } from './account.js';
import { bundleSentence } from './bundles.js';
import { isOutage } from './contacts.js';
import { Refused } from './refused.js';

const NEW = 10 * MINUTE;

/**
 * Begins the sessions that a message needs, renews those that are due, and says which devices have to be done without:
 * docs/E2EE.md §2.2 and §2.4.
 */
export class SessionStarts {
  #account;
  #contacts;
  #bundles;
  #notices;
  #notRenewed = new Map();
  #told = new Set();

  constructor(account, contacts, bundles, notices) {
    this.#account = account;
    this.#contacts = contacts;
    this.#bundles = bundles;
    this.#notices = notices;
  }

  /** @returns {import('../e1/peer-sessions.js').PeerState} */
  state(step, address) {
    return step.get('sessions', deviceKey(address)) ?? unknownPeer(address.user, address.device);
  }

  keep(step, address, state) {
    step.put('sessions', deviceKey(address), state);
  }

  /**
   * @returns {Promise<import('../e1/trusted-device.js').TrustedDevice[]>} those of the targets that can be sealed for
   * @throws {Refused} if nobody could read the message, or it is worth waiting for keys
   */
  async begin(step, draft, targets) {
    const without = new Map();
    for (const [user, devices] of byUser(this.#with('NO_SESSION', step, targets))) {
      await this.#startAll(step, user, devices, without);
    }
    for (const [user, devices] of byUser(this.#with('HANDSHAKE_DUE', step, targets))) {
      await this.#renewAll(step, user, devices);
    }
    if (without.size === 0) {
      return targets;
    }
    this.#requirePatience(draft, without);
    const reached = targets.filter((device) => !without.has(device));
    this.#requireSomebody(draft, reached, without);
    without.forEach((why, device) => this.#leaveOut(step, draft, device, why));
    return reached;
  }

  /** Offers a session beside the active one, in which something is asked for once more. */
  async offer(step, device, linked) {
    const address = addressOf(device);
    if (!this.#account.sessions.mayOffer(this.state(step, address), device)) {
      return;
    }
    const bundle = (await this.#bundles.claim(address.user, [device])).get(deviceKey(address));
    const why = this.#make(step, device, bundle, (state) =>
      this.#account.sessions.offer(state, device, bundle, linked),
    );
    if (why !== null) {
      throw why;
    }
  }

  #with(readiness, step, targets) {
    return targets.filter(
      (device) => this.#account.sessions.readiness(this.state(step, addressOf(device)), device) === readiness,
    );
  }

  async #startAll(step, user, devices, without) {
    const claimed = await this.#bundles.claim(user, devices);
    for (const device of devices) {
      const why = this.#start(step, device, claimed.get(deviceKey(addressOf(device))));
      if (why !== null) {
        without.set(device, why);
      }
    }
  }

  async #renewAll(step, user, devices) {
    const latest = this.#account.clock() - HOUR;
    const due = devices.filter((device) => (this.#notRenewed.get(deviceKey(addressOf(device))) ?? 0) < latest);
    let claimed = new Map();
    try {
      claimed = due.length === 0 ? claimed : await this.#bundles.claim(user, due);
    } catch (error) {
      if (!isOutage(error)) {
        throw error;
      }
    }
    for (const device of due) {
      const why = this.#start(step, device, claimed.get(deviceKey(addressOf(device))));
      if (why !== null) {
        this.#notRenewed.set(deviceKey(addressOf(device)), this.#account.clock());
      }
    }
  }

  #start(step, device, bundle) {
    return this.#make(step, device, bundle, (state) => this.#account.sessions.start(state, device, bundle));
  }

  /** @returns {Refused | null} why there is no session */
  #make(step, device, bundle, action) {
    const address = addressOf(device);
    if (bundle === undefined) {
      const name = this.#contacts.name(step, address.user);
      return new Refused(`The server gives no keys of a device of ${name}; the message waits for them.`, 'TIME');
    }
    if (bundle instanceof KeyRejected) {
      this.#bundles.used(address);
      return new Refused(bundleSentence(bundle));
    }
    try {
      this.keep(step, address, action(this.state(step, address)));
      step.afterwards(() => this.#bundles.used(address));
      this.#told.delete(deviceKey(address));
      return null;
    } catch (error) {
      const sentence = bundleSentence(error);
      if (sentence === null) {
        throw error;
      }
      this.#bundles.used(address);
      return new Refused(sentence, 'NOTHING', { cause: error });
    }
  }

  /** For a device that was certified just now, or that the server wants addressed, the message waits. */
  #requirePatience(draft, without) {
    const newest = BigInt(this.#account.clock() - NEW);
    without.forEach((why, device) => {
      const isNew = why.remedy === 'TIME' && device.cert.created > newest;
      const isWanted = draft.to === null && this.#contacts.takeWanted(addressOf(device));
      if (isNew || isWanted) {
        throw new Refused(why.message, 'TIME');
      }
    });
  }

  #requireSomebody(draft, reached, without) {
    const enough =
      draft.recipient === this.#account.user || reached.some((device) => device.cert.address.user === draft.recipient);
    if (!enough) {
      const reasons = [...without.values()];
      throw reasons.find((why) => why.remedy !== 'NOTHING') ?? reasons[0];
    }
  }

  #leaveOut(step, draft, device, why) {
    const address = addressOf(device);
    this.#contacts.markAbsent(address);
    if (!this.#told.has(deviceKey(address))) {
      this.#told.add(deviceKey(address));
      const called = `device ${address.device} of ${this.#contacts.name(step, address.user)}`;
      const sentence = `No copies go to ${called} for now: ${why.message}`;
      this.#notices.add(step, why.remedy === 'TIME' ? 'REMARK' : 'REFUSED', draft.conversation, sentence);
    }
  }
}

function byUser(devices) {
  const users = [...new Set(devices.map((device) => device.cert.address.user))];
  return users.map((user) => [user, devices.filter((device) => device.cert.address.user === user)]);
}
