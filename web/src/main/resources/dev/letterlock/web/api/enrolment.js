import { savedOf } from './access-tokens.js';
import { toBase64Url } from './base64url.js';

/**
 * How an account and its devices come to be at the server: docs/openapi.yaml.
 *
 * @typedef {{user: string, device: number, firstDevice: boolean, token: string}} Ticket leave to enrol one device
 */
export class Enrolment {
  #api;
  #clock;

  /**
   * @param {import('./api-client.js').ApiClient} api
   * @param {() => number} clock
   */
  constructor(api, clock) {
    this.#api = api;
    this.#clock = clock;
  }

  /** @returns {Promise<Ticket>} */
  async register(name, password) {
    return ticketOf(await this.#api.call('POST', '/v1/register', { body: { name, password } }));
  }

  /** @returns {Promise<Ticket>} for a further device, or the first of an account that has none */
  async login(name, password) {
    return ticketOf(await this.#api.call('POST', '/v1/login', { body: { name, password } }));
  }

  /**
   * Hands in the device's certificate and the list that names it, signed by the account key.
   *
   * @param {Ticket} ticket
   * @param {import('../e1/own-device.js').OwnDevice} own
   * @param {import('../e1/device-list.js').DeviceList} list
   * @returns {Promise<import('./access-tokens.js').SavedTokens>}
   */
  async enrol(ticket, own, list) {
    const body = { certificate: toBase64Url(own.cert.encode()), list: toBase64Url(list.encode()) };
    const options = { body, token: ticket.token, signer: own.signingPair };
    return savedOf(await this.#api.call('POST', '/v1/devices', options), this.#clock());
  }

  /** New tokens for a device that is enrolled already. */
  async signInAgain(name, password, own) {
    const ticket = await this.login(name, password);
    const body = { name, password, device_id: own.cert.address.device };
    const options = { body, token: ticket.token, signer: own.signingPair };
    return savedOf(await this.#api.call('POST', '/v1/login', options), this.#clock());
  }
}

function ticketOf({ user_id: user, device_id: device, first_device: firstDevice, enrolment_token: token }) {
  return { user, device, firstDevice, token };
}
