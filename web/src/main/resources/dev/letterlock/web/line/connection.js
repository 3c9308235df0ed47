import { decodeServerFrame, encodeFrame } from '../wire/frames.js';
import { ProtocolViolation } from '../wire/protocol-violation.js';

/**
 * One WebSocket and the session on it: docs/PROTOCOL.md §2.1 and §3. Frames go to the listener in their order; the last
 * thing that it hears is `closed`.
 *
 * @typedef {{opened: () => void, frame: (frame: import('../wire/frames.js').Frame) => void,
 *   closed: (code: number) => void}} ConnectionListener
 */
export class Connection {
  #socket;
  #listener;
  #heardAt = Date.now();
  #closed = false;

  /**
   * @param {string} url of the server, `http:` or `https:`
   * @param {ConnectionListener} listener
   */
  constructor(url, listener) {
    this.#listener = listener;
    this.#socket = new WebSocket(`${url.replace(/^http/, 'ws').replace(/\/$/, '')}/v1/ws`, ['letterlock.v1']);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = () => listener.opened();
    this.#socket.onmessage = ({ data }) => this.#take(data);
    this.#socket.onclose = ({ code }) => this.#end(code);
    // What went wrong is said to nobody but the console; the close that follows counts.
    this.#socket.onerror = () => {};
  }

  /** @returns {number} when something was heard last, in ms since 1970 */
  get heardAt() {
    return this.#heardAt;
  }

  /** Sends a frame; on a connection that is closing it goes nowhere, and what matters goes again on the next one. */
  send(frame) {
    this.sendBytes(encodeFrame(frame));
  }

  /** @param {Uint8Array} bytes a whole frame */
  sendBytes(bytes) {
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(bytes);
    }
  }

  /** Closes at once for the listener, whatever the server still says. */
  breakOff() {
    this.#socket.close(1000);
    this.#end(1006);
  }

  #take(data) {
    if (this.#closed) {
      return;
    }
    this.#heardAt = Date.now();
    try {
      const frame = decodeServerFrame(new Uint8Array(data));
      if (frame !== null) {
        this.#listener.frame(frame);
      }
    } catch (error) {
      if (!(error instanceof ProtocolViolation)) {
        throw error;
      }
      this.#socket.close(error.closeCode === 1009 ? 4001 : error.closeCode);
      this.#end(1006);
    }
  }

  #end(code) {
    if (!this.#closed) {
      this.#closed = true;
      this.#listener.closed(code);
    }
  }
}
