/**
 * The tokens of a device's login; the access token is renewed half a minute before it ends.
 *
 * @typedef {{accessToken: string, refreshToken: string, expires: number}} SavedTokens expires in ms since 1970
 */
export class AccessTokens {
  static #MARGIN = 30_000;
  #api;
  #clock;
  #saved;
  #keep;
  #refreshing = null;

  /**
   * @param {import('./api-client.js').ApiClient} api
   * @param {() => number} clock
   * @param {SavedTokens} saved
   * @param {(saved: SavedTokens) => Promise<void>} keep stores what a refresh brought, before it is used
   */
  constructor(api, clock, saved, keep) {
    this.#api = api;
    this.#clock = clock;
    this.#saved = saved;
    this.#keep = keep;
  }

  /** @returns {Promise<string>} a good access token */
  async current() {
    if (this.#clock() > this.#saved.expires - AccessTokens.#MARGIN) {
      await this.refresh();
    }
    return this.#saved.accessToken;
  }

  /** Exchanges the refresh token; calls at once share one exchange, as the token is good for one. */
  async refresh() {
    this.#refreshing ??= this.#exchange().finally(() => {
      this.#refreshing = null;
    });
    await this.#refreshing;
  }

  async #exchange() {
    const body = { refresh_token: this.#saved.refreshToken };
    const fresh = savedOf(await this.#api.call('POST', '/v1/refresh', { body }), this.#clock());
    await this.#keep(fresh);
    this.#saved = fresh;
  }
}

/** @returns {SavedTokens} of a server's answer to a login, enrolment or refresh */
export function savedOf({ access_token: accessToken, refresh_token: refreshToken, expires_in: seconds }, now) {
  return { accessToken, refreshToken, expires: now + 1000 * seconds };
}
