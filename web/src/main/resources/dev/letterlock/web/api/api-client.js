import { utf8 } from '../bytes.js';
import { signRequest } from '../e1/request-signature.js';
import { fromBase64Url, toBase64Url } from './base64url.js';

/** What a server answers to a call that it refuses, or why there is no answer: docs/openapi.yaml. */
export class ApiError extends Error {
  /** @param {number} status of HTTP; 0 if nothing understandable came */
  constructor(status, code, retryAfterMillis, text, options) {
    super(text, options);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.retryAfterMillis = retryAfterMillis;
  }

  /** Whether the same call would be refused again, whenever it is made. */
  get isVerdict() {
    return this.status >= 400 && this.status < 500 && ![401, 408, 429].includes(this.status);
  }
}

/**
 * Calls of the HTTP API with JSON bodies; calls that change keys or lists are signed over a nonce of the server's
 * (docs/E2EE.md §2.10a).
 */
export class ApiClient {
  static #TIMEOUT = 30_000;
  #url;

  /** @param {string} url of the server, such as `https://chat.example` */
  constructor(url) {
    this.#url = url.replace(/\/$/, '');
  }

  /**
   * @param {string} method
   * @param {string} path with its query
   * @param {{body?: object, token?: string, signer?: {secretKey: Uint8Array}}} [options]
   * @returns {Promise<object>}
   * @throws {ApiError}
   */
  async call(method, path, { body, token, signer } = {}) {
    const bytes = body === undefined ? new Uint8Array(0) : utf8(JSON.stringify(body));
    const headers = {};
    if (bytes.length > 0) {
      headers['Content-Type'] = 'application/json';
    }
    if (token !== undefined) {
      headers.Authorization = `Bearer ${token}`;
    }
    if (signer !== undefined) {
      headers['Letterlock-Signature'] = await this.#signature(method, path, bytes, token, signer);
    }
    return this.#exchange(method, path, headers, bytes);
  }

  async #signature(method, path, body, token, signer) {
    const { nonce } = await this.call('POST', '/v1/nonces', { token });
    const signature = signRequest(signer, fromBase64Url(nonce), method, path, body);
    return `nonce=${nonce}, sig=${toBase64Url(signature)}`;
  }

  async #exchange(method, path, headers, body) {
    const call = `${method} ${path}`;
    let response;
    let text;
    try {
      response = await fetch(this.#url + path, {
        method,
        headers,
        body: method === 'GET' ? undefined : body,
        signal: AbortSignal.timeout(ApiClient.#TIMEOUT),
        redirect: 'error',
      });
      text = await response.text();
    } catch (error) {
      throw new ApiError(0, 'unreachable', 0, `${call}: no server answers at ${this.#url}`, { cause: error });
    }
    return response.ok ? answerOf(call, text) : refuse(call, response, text);
  }
}

function answerOf(call, text) {
  if (text === '') {
    return {};
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError(0, '', 0, `${call}: answer is not what was expected`, { cause: error });
  }
}

function refuse(call, response, text) {
  const { code = '', detail, title = '' } = problemOf(text);
  const seconds = Number.parseInt(response.headers.get('Retry-After') ?? '0', 10) || 0;
  throw new ApiError(response.status, code, 1000 * seconds, `${call}: ${response.status} ${code} ${detail ?? title}`);
}

function problemOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { title: text };
  }
}
