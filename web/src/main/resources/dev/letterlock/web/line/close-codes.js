/** What a client does after a close: docs/PROTOCOL.md §7.2. */

export const Reconnect = Object.freeze({ BACK_OFF: 'BACK_OFF', NEW_TOKEN: 'NEW_TOKEN', NEVER: 'NEVER' });

const NEVER = new Set([1002, 1003, 1007, 1009, 4001, 4002, 4003, 4005, 4006, 4013, 4022]);
const NEW_TOKEN = new Set([4010, 4011, 4012]);

export const DEVICE_REVOKED = 4013;
export const DISPLACED = 4022;

/** @param {number} code of the close frame, 1006 if there was none; codes that are not known are tried again */
export function reconnectAfter(code) {
  if (NEVER.has(code)) {
    return Reconnect.NEVER;
  }
  return NEW_TOKEN.has(code) ? Reconnect.NEW_TOKEN : Reconnect.BACK_OFF;
}
