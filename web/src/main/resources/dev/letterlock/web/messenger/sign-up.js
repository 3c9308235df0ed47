import { ApiError } from '../api/api-client.js';
import { Enrolment } from '../api/enrolment.js';
import { DeviceListPins } from '../e1/device-list-pins.js';
import { DeviceList, entryOf } from '../e1/device-list.js';
import { Suite } from '../e1/device-cert.js';
import { OwnDevice } from '../e1/own-device.js';
import { randomBytes, seedOf, signingKeyPair } from '../e1/sodium.js';
import { view } from '../bytes.js';
import { keepPins } from './stored-pins.js';
import { Refused } from './refused.js';

const MADE_BEFORE = ['name_taken', 'registration_closed'];

/**
 * Makes an account and its first device. The keys are in the profile before the server hears of them, so a sign-up that was
 * cut off anywhere is finished by the next one with the same name and password.
 */
export class SignUp {
  #profile;
  #enrolment;
  #clock;

  constructor(profile, api, clock) {
    this.#profile = profile;
    this.#enrolment = new Enrolment(api, clock);
    this.#clock = clock;
  }

  /** @throws {Refused | ApiError} */
  async run(name, password) {
    const step = this.#profile.begin();
    const own = step.get('own', 'device');
    if (own === undefined) {
      await this.#begin(name, await this.#ticket(name, password));
    } else if (step.get('own', 'name') !== name) {
      throw new Refused(`Signing up was begun in this profile by ${step.get('own', 'name')}: finish that, or use another.`);
    } else if (!step.has('own', 'tokens')) {
      await this.#finish(name, password, OwnDevice.ofState(own));
    }
  }

  async #ticket(name, password) {
    try {
      return await this.#enrolment.register(name, password);
    } catch (error) {
      if (!(error instanceof ApiError) || !MADE_BEFORE.includes(error.code)) {
        throw error;
      }
      return this.#ticketForExisting(name, password, error);
    }
  }

  async #ticketForExisting(name, password, refused) {
    const ticket = await this.#enrolment.login(name, password).catch(() => {
      throw refused;
    });
    if (!ticket.firstDevice) {
      throw new Refused('That account has a device already, which has to admit this one as a further device.');
    }
    return ticket;
  }

  async #begin(name, ticket) {
    const address = { user: ticket.user, device: ticket.device, reg: view(randomBytes(4)).getUint32(0) };
    const own = OwnDevice.generate(Suite.HYBRID, address, this.#clock());
    const accountPair = signingKeyPair(randomBytes(32));
    const list = DeviceList.first(accountPair, ticket.user, BigInt(this.#clock()), [entryOf(own.cert)]);
    const step = this.#profile.begin();
    step.put('own', 'name', name);
    step.put('own', 'device', own.toState());
    step.put('own', 'accountSeed', seedOf(accountPair));
    keepPins(step, ticket.user, DeviceListPins.first(ticket.user, list));
    await step.commit();
    await this.#keepTokens(await this.#enrolment.enrol(ticket, own, list));
  }

  /** The server has this device already, or has not heard of it: then its keys are given up and others made. */
  async #finish(name, password, own) {
    try {
      await this.#keepTokens(await this.#enrolment.signInAgain(name, password, own));
    } catch (error) {
      if (error.code !== 'unknown_device') {
        throw error;
      }
      await this.#begin(name, await this.#ticketForExisting(name, password, error));
    }
  }

  async #keepTokens(tokens) {
    const step = this.#profile.begin();
    step.put('own', 'tokens', tokens);
    await step.commit();
  }
}
