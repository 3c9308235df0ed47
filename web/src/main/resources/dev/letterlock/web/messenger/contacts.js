import { ApiError } from '../api/api-client.js';
import { DeviceCert } from '../e1/device-cert.js';
import { DeviceListPins } from '../e1/device-list-pins.js';
import { fingerprintOf } from '../e1/key-fingerprint.js';
import { lineageOf, rolledOverTo } from '../e1/key-lineage.js';
import { KeyRejected, TrustRejected } from '../e1/rejections.js';
import { deviceKey } from './account.js';
import { Refused } from './refused.js';
import { keepPins, pinsOfState } from './stored-pins.js';

const ALARMS = {
  ROLLBACK: "The server went back to an older list of this person's devices.",
  SPLIT_VIEW: "The server shows different people different lists of this person's devices.",
  BROKEN_CHAIN: "The list of this person's devices does not continue the one seen before.",
  OWN_KEY_REPLACED: 'The server shows your own account under an identity key that is not yours.',
};

const MOST_BETWEEN = 32n;

/**
 * Whom this device knows, and which of their devices it believes: docs/E2EE.md §2.2 and §2.10. Every list that a server
 * shows is judged against the pinned one before anything of it is used.
 */
export class Contacts {
  #account;
  #directory;
  #notices;
  #absent = new Set();
  #wanted = new Set();

  constructor(account, directory, notices) {
    this.#account = account;
    this.#directory = directory;
    this.#notices = notices;
  }

  /** @returns {Promise<string>} the user with this name, whose list is pinned from now on */
  async byName(step, name) {
    const published = await this.#directory.byName(name);
    if (published.name !== name) {
      throw new Refused(`The server answered with somebody else than ${name}; nothing was believed.`);
    }
    await this.#take(step, published);
    return published.user;
  }

  /** @returns {string} the name that the server gave for a user, else the id */
  name(step, user) {
    return user === this.#account.user ? this.#account.name : (step.get('names', user) ?? user);
  }

  /** @returns {Promise<DeviceListPins>} of a user; at first contact the server's newest list is pinned */
  async pins(step, user) {
    return this.known(step, user) ?? (await this.refresh(step, user));
  }

  /** @returns {DeviceListPins | null} without asking anybody */
  known(step, user) {
    const state = step.get('pins', user);
    return state === undefined ? null : pinsOfState(state);
  }

  /** Asks for the newest list of a user and judges it. */
  async refresh(step, user) {
    const published = await this.#directory.newestOf(user);
    if (published.user !== user) {
      throw new Refused('The server answered with the list of somebody else; it was not believed.');
    }
    return this.#take(step, published);
  }

  keep(step, user, pins) {
    keepPins(step, user, pins);
  }

  /** A person's word has put another account key in force: nothing vouches for it but that word. */
  beginLineage(step, user, pins) {
    if (!this.lineage(step, user).includes(identityOf(pins))) {
      step.put('lineages', user, [...lineageOf(pins.list.accountKey)]);
    }
  }

  keepCertificates(step, user, certificates) {
    step.put('certificates', user, certificates.map((cert) => cert.encode()));
  }

  views(step, user) {
    return step.get('views', user) ?? [];
  }

  /** @returns {string[]} fingerprints: the pinned account key, then those that vouched for it */
  lineage(step, user) {
    return step.get('lineages', user) ?? [];
  }

  /**
   * @returns {Promise<import('../e1/trusted-device.js').TrustedDevice>} a device that a message says it is from
   * @throws {Refused} if no signed list names it, or its owner's key has changed
   */
  async device(step, { user, device }) {
    const pins = await this.pins(step, user);
    const known = this.#trusted(step, pins).find((each) => each.cert.address.device === device);
    if (known !== undefined) {
      return known;
    }
    const newer = await this.refresh(step, user);
    const found = this.#trusted(step, newer).find((each) => each.cert.address.device === device);
    if (found === undefined) {
      throw new Refused(`A device that is not on the signed list of ${this.name(step, user)} wrote; it was not heard.`);
    }
    return found;
  }

  /** @returns {Promise<import('../e1/trusted-device.js').TrustedDevice[]>} all that the server reaches, as far as known */
  async devices(step, user) {
    const pins = await this.pins(step, user);
    return this.#trusted(step, pins).filter((device) => !this.#absent.has(deviceKey(device.cert.address)));
  }

  /** @throws {Refused} while a key change waits for a word */
  requireAcknowledged(step, user, pins) {
    if (pins.pending !== null) {
      throw new Refused(`The account key of ${this.name(step, user)} has changed and waits for your word.`, 'WORD');
    }
  }

  markAbsent(address) {
    this.#absent.add(deviceKey(address));
  }

  markPresent(address) {
    this.#absent.delete(deviceKey(address));
  }

  /** The server wants a device addressed: it is not done without once more. */
  markWanted(address) {
    this.markPresent(address);
    this.#wanted.add(deviceKey(address));
  }

  takeWanted(address) {
    return this.#wanted.delete(deviceKey(address));
  }

  #trusted(step, pins) {
    this.requireAcknowledged(step, pins.list.user, pins);
    return (step.get('certificates', pins.list.user) ?? [])
      .map((bytes) => trustOrNull(pins, DeviceCert.parse(bytes)))
      .filter((device) => device !== null);
  }

  async #take(step, published) {
    const { user } = published;
    const before = this.known(step, user);
    const pins = before === null ? this.#first(step, published) : await this.#follow(step, before, published);
    if (user !== this.#account.user) {
      step.put('names', user, step.get('names', user) ?? published.name);
    }
    return pins;
  }

  #first(step, published) {
    const pins = DeviceListPins.first(published.user, published.list);
    this.keep(step, published.user, pins);
    this.keepCertificates(step, published.user, published.certificates);
    return pins;
  }

  async #follow(step, before, newest) {
    let pins = before;
    for (const published of [...(await this.#between(before.list, newest.list)), newest]) {
      const next = this.#observe(step, pins, published);
      if (next === null) {
        return pins;
      }
      pins = next;
    }
    const believed = pins.pending ?? pins.list;
    if (believed.version === newest.list.version) {
      this.keepCertificates(step, newest.user, newest.certificates);
    }
    return pins;
  }

  async #between(known, newest) {
    const missing = newest.version - known.version - 1n;
    if (missing < 1n || missing > MOST_BETWEEN) {
      return [];
    }
    const versions = Array.from({ length: Number(missing) }, (_, at) => known.version + 1n + BigInt(at));
    const lists = [];
    for (const version of versions) {
      lists.push(await this.#ofVersion(known.user, version));
    }
    return lists;
  }

  async #ofVersion(user, version) {
    const published = await this.#directory.ofVersion(user, version);
    if (published.list.user !== user || published.list.version !== version) {
      throw new Refused('The server answered with another list than the one asked for; it was not believed.');
    }
    return published;
  }

  /** @returns {DeviceListPins | null} null behind an alarm, which changes nothing */
  #observe(step, pins, { user, list, rollover }) {
    const own = user === this.#account.user;
    const outcome = own ? pins.observeOwn(list, rollover) : pins.observe(list, rollover);
    switch (outcome.kind) {
      case 'UNCHANGED':
        return pins;
      case 'ALARMED':
        this.#tell(step, 'ALARM', user, ALARMS[outcome.alarm]);
        return null;
      case 'ROLLED_OVER':
        step.put('lineages', user, [...rolledOverTo(this.lineage(step, user), list.accountKey)]);
        break;
      case 'ACCOUNT_KEY_RESET':
        this.#reset(step, user, outcome.pins);
        break;
      default:
    }
    this.keep(step, user, outcome.pins);
    return outcome.pins;
  }

  #reset(step, user, pins) {
    const name = this.name(step, user);
    if (pins.pending === null) {
      step.put('lineages', user, [...lineageOf(pins.list.accountKey)]);
      this.#tell(step, 'ALARM', user, `The account key of ${name} has changed. Compare the safety number.`);
    } else {
      const sentence = `The account key of ${name}, which you have compared, has changed. Nothing goes there until you say a word.`;
      this.#tell(step, 'ALARM', user, sentence);
    }
  }

  #tell(step, kind, user, sentence) {
    this.#notices.add(step, kind, this.#account.conversationWith(user), sentence);
  }
}

/** @returns {string} the fingerprint of the account key that is pinned */
export function identityOf(pins) {
  return fingerprintOf(pins.list.accountKey);
}

/** Whether an error only says that the server could not be asked now. */
export function isOutage(error) {
  return error instanceof ApiError && !error.isVerdict;
}

function trustOrNull(pins, cert) {
  try {
    return pins.trust(cert);
  } catch (error) {
    if (error instanceof TrustRejected || error instanceof KeyRejected) {
      return null;
    }
    throw error;
  }
}
