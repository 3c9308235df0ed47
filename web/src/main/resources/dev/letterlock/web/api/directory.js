import { AccountKeyRollover } from '../e1/account-key-rollover.js';
import { DeviceCert } from '../e1/device-cert.js';
import { DeviceList } from '../e1/device-list.js';
import { KemKind, parseBundle } from '../e1/pre-keys.js';
import { KeyRejected } from '../e1/rejections.js';
import { fromBase64Url, toBase64Url } from './base64url.js';

/**
 * Lists and pre-keys at the server: docs/openapi.yaml. Nothing of what comes back is believed before it is verified.
 *
 * @typedef {{user: string, name: string, list: DeviceList, rollover: AccountKeyRollover | null,
 *   certificates: DeviceCert[]}} PublishedList
 */
export class Directory {
  static #NO_ONE_TIME_KEY = new Uint8Array(36);
  #api;
  #tokens;

  /**
   * @param {import('./api-client.js').ApiClient} api
   * @param {import('./access-tokens.js').AccessTokens} tokens
   */
  constructor(api, tokens) {
    this.#api = api;
    this.#tokens = tokens;
  }

  /** @returns {Promise<PublishedList>} the newest list of the user with this name */
  byName(name) {
    return this.#published(`/v1/users/${encodeURIComponent(name)}`);
  }

  /** @returns {Promise<PublishedList>} */
  newestOf(user) {
    return this.#published(`/v1/users/by-id/${user}/list`);
  }

  /** @returns {Promise<PublishedList>} */
  ofVersion(user, version) {
    return this.#published(`/v1/users/by-id/${user}/list?version=${version}`);
  }

  /**
   * Claims pre-keys; the same request once more gets the same.
   *
   * @param {string} request a UUID
   * @param {number[]} devices
   * @returns {Promise<Map<number, import('../e1/pre-keys.js').PreKeyBundle | KeyRejected>>} by device: a bundle, or why
   *   its bytes are none; without the devices that have none
   */
  async claim(user, devices, request) {
    const { bundles } = await this.#call('POST', `/v1/users/by-id/${user}/prekeys/claim`, {
      body: { request_id: request, devices },
    });
    return new Map(bundles.map((bundle) => [bundle.device_id, bundleOf(bundle)]));
  }

  /** Uploads the public halves of pre-keys, signed by the device. */
  async upload({ signedPreKey, oneTimePreKeys, kemPreKeys }, signer) {
    const text = (key) => toBase64Url(key.encode());
    const lastResort = kemPreKeys.find((key) => key.kind === KemKind.LAST_RESORT);
    const body = {
      signed: signedPreKey === null ? undefined : text(signedPreKey),
      one_time: oneTimePreKeys.map(text),
      kem: kemPreKeys.filter((key) => key !== lastResort).map(text),
      kem_last_resort: lastResort === undefined ? undefined : text(lastResort),
    };
    await this.#call('PUT', '/v1/prekeys', { body, signer });
  }

  async #published(path) {
    const answer = await this.#call('GET', path);
    return {
      user: answer.user_id,
      name: answer.name,
      list: DeviceList.parse(fromBase64Url(answer.list)),
      rollover: answer.rollover ? AccountKeyRollover.parse(fromBase64Url(answer.rollover)) : null,
      certificates: answer.certificates.map((cert) => DeviceCert.parse(fromBase64Url(cert))),
    };
  }

  async #call(method, path, options = {}) {
    return this.#api.call(method, path, { ...options, token: await this.#tokens.current() });
  }

  static bundle({ certificate, signed, one_time: oneTime, kem }) {
    return parseBundle(
      fromBase64Url(certificate),
      fromBase64Url(signed),
      oneTime ? fromBase64Url(oneTime) : Directory.#NO_ONE_TIME_KEY,
      kem ? fromBase64Url(kem) : null,
    );
  }
}

function bundleOf(answer) {
  try {
    return Directory.bundle(answer);
  } catch (error) {
    if (error instanceof KeyRejected) {
      return error;
    }
    throw error;
  }
}
