import { Backoff } from './backoff.js';
import { Reconnect, reconnectAfter } from './close-codes.js';
import { Connection } from './connection.js';

/**
 * Keeps a session with the server: connects, says Hello, beats, and connects again with growing waits
 * (docs/PROTOCOL.md §3.1, §3.9). A refresh that was refused, or a close code that says so, ends it for good.
 *
 * @typedef {{hello: () => object, welcomed: (connection: Connection, welcome: object) => void, heard: (frame: object) => void,
 *   lost: () => void, stopped: (code: number, text: string) => void}} LineListener `hello` gives device, resume and silent
 */
export class Line {
  static #CREDIT_MESSAGES = 256;
  static #CREDIT_BYTES = 1_048_576;
  static #WELCOME_WITHIN = 15_000;
  /** A session that lasted for less does not shorten the next wait. */
  static #STEADY = 10_000;

  #url;
  #tokens;
  #listener;
  #backoff = new Backoff();
  #connection = null;
  #welcomed = false;
  #welcomedAt = 0;
  #closing = false;
  #goAway = null;
  #pingMillis = Line.#WELCOME_WITHIN;
  #pinged = false;
  #timer = null;
  #beat = null;

  /**
   * @param {string} url
   * @param {import('../api/access-tokens.js').AccessTokens} tokens
   * @param {LineListener} listener
   */
  constructor(url, tokens, listener) {
    this.#url = url;
    this.#tokens = tokens;
    this.#listener = listener;
  }

  /** Begins to connect, and never throws: what goes wrong is tried again, or told by `stopped`. */
  start() {
    this.#after(0, false);
  }

  /** Ends this connection, such as after the network has changed, and begins another without a long wait. */
  reconnect() {
    this.#backoff.reset();
    this.#connection?.breakOff();
  }

  /** Ends it for good. */
  close() {
    this.#closing = true;
    clearTimeout(this.#timer);
    this.#connection?.breakOff();
  }

  #after(millis, refresh) {
    if (!this.#closing) {
      this.#timer = setTimeout(() => this.#connect(refresh), millis);
    }
  }

  async #connect(refresh) {
    let token;
    try {
      if (refresh) {
        await this.#tokens.refresh();
      }
      token = await this.#tokens.current();
    } catch (error) {
      this.#noToken(error);
      return;
    }
    if (!this.#closing) {
      this.#open(token);
    }
  }

  #noToken(error) {
    if (error.isVerdict === true || error.status === 401) {
      this.#stop(4012, error.message);
    } else {
      this.#after(this.#backoff.next(), false);
    }
  }

  #open(token) {
    this.#welcomed = false;
    this.#goAway = null;
    this.#pinged = false;
    this.#pingMillis = Line.#WELCOME_WITHIN;
    this.#connection = new Connection(this.#url, {
      opened: () => this.#hello(token),
      frame: (frame) => this.#frame(frame),
      closed: (code) => this.#closed(code),
    });
    this.#beat = setInterval(() => this.#listen(), 1000);
  }

  #hello(token) {
    this.#connection.send({
      type: 'Hello',
      version: 1,
      minor: 0,
      creditMessages: Line.#CREDIT_MESSAGES,
      creditBytes: Line.#CREDIT_BYTES,
      token,
      ...this.#listener.hello(),
    });
  }

  #frame(frame) {
    this.#pinged = false;
    switch (frame.type) {
      case 'Welcome':
        this.#welcome(frame);
        break;
      case 'GoAway':
        this.#goAway = frame.reconnectAfterMillis;
        break;
      case 'Pong':
        break;
      default:
        this.#heard(frame);
    }
  }

  #welcome(welcome) {
    if (this.#welcomed) {
      this.#connection.breakOff();
      return;
    }
    this.#welcomed = true;
    this.#welcomedAt = Date.now();
    this.#pingMillis = 1000 * welcome.pingSeconds;
    this.#listener.welcomed(this.#connection, welcome);
  }

  #heard(frame) {
    if (this.#welcomed) {
      this.#listener.heard(frame);
    }
  }

  /** Once a second: pings a silent server, and gives one up that stays silent. */
  #listen() {
    const silent = Date.now() - this.#connection.heardAt;
    if (silent > 2 * this.#pingMillis) {
      this.#connection.breakOff();
    } else if (silent > this.#pingMillis && this.#welcomed && !this.#pinged) {
      this.#pinged = true;
      this.#connection.send({ type: 'Ping', opaque: 0n });
    }
  }

  #closed(code) {
    clearInterval(this.#beat);
    this.#connection = null;
    if (this.#welcomed && Date.now() - this.#welcomedAt > Line.#STEADY) {
      this.#backoff.reset();
    }
    this.#listener.lost();
    const advice = reconnectAfter(code);
    if (advice === Reconnect.NEVER) {
      this.#stop(code, `The server ended the session with code ${code}.`);
    } else {
      this.#after(this.#goAway ?? this.#backoff.next(), advice === Reconnect.NEW_TOKEN);
    }
  }

  #stop(code, text) {
    if (!this.#closing) {
      this.#closing = true;
      this.#listener.stopped(code, text);
    }
  }
}
