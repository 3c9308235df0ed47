import { readFileSync } from 'node:fs';
import { fromHex } from '../../main/resources/dev/letterlock/web/bytes.js';
import { uuidText } from '../../main/resources/dev/letterlock/web/ids.js';

/** The vectors that the Java tests read too: docs/vectors. */

/** @returns {object} the JSON of `docs/vectors/NAME.json` */
export function vectors(name) {
  return JSON.parse(readFileSync(new URL(`../../../../docs/vectors/${name}.json`, import.meta.url), 'utf8'));
}

/** @returns {Uint8Array} `size` equal bytes, as the vectors give seeds and secrets */
export function filled(byte, size = 32) {
  return new Uint8Array(size).fill(byte);
}

/** @returns {string} the UUID of 16 bytes in hex */
export function idOf(hex) {
  return uuidText(fromHex(hex));
}

/** @returns {string | null} the fault of what an action throws; other errors pass, null if it throws nothing */
export function faultOf(action) {
  try {
    action();
    return null;
  } catch (error) {
    if (typeof error.fault === 'string') {
      return error.fault;
    }
    throw error;
  }
}
