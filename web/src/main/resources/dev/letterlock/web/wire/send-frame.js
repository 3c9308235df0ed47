import { NO_ID } from '../ids.js';
import { between, block, bytes, id, list, oneOf, struct, u16, u32, u64, u8 } from './fields.js';
import { CLASS_MASK, PARTIAL, messageClassOf } from './message-flags.js';
import { ProtocolViolation } from './protocol-violation.js';

/**
 * Hands in a message: docs/PROTOCOL.md §4.2. To a group there is neither a recipient nor an addressed device; the
 * bytes behind `ref`, and the flags, have to be the same whenever it is handed in again (§3.5).
 */

const COLLAPSE = 8;
const DIRECT = 1;
const GROUP = 2;

const head = struct({ ref: u32, messageId: id, route: u8, recipient: id, conversation: id, expiry: u64 });
const versions = struct({ recipientListVersion: u64, senderListVersion: u64 });
const tag = bytes(16);
const entry = struct({
  userSlot: oneOf(u8, 0, 1),
  device: u32,
  registration: u32,
  header: block(between(u16, 0, 2048)),
});
const payload = struct({ slice: block(u32), entries: list(between(u16, 0, 64), entry) });

export const send = {
  flags: CLASS_MASK | PARTIAL | COLLAPSE,

  read(input, flags) {
    const { route, ...fields } = head.read(input);
    if (route !== DIRECT && route !== GROUP) {
      return { ref: fields.ref, unsupportedRoute: route };
    }
    const value = {
      ...fields,
      messageClass: messageClassOf(flags),
      partial: (flags & PARTIAL) !== 0,
      ...versions.read(input),
      collapseTag: (flags & COLLAPSE) === 0 ? null : tag.read(input),
      ...payload.read(input),
    };
    requireRoute(value, route === GROUP);
    return value;
  },

  write(out, value) {
    head.write(out, { ...value, route: isToGroup(value) ? GROUP : DIRECT });
    versions.write(out, value);
    if (value.collapseTag !== null) {
      tag.write(out, value.collapseTag);
    }
    payload.write(out, value);
  },

  flagsOf(value) {
    return value.messageClass | (value.partial ? PARTIAL : 0) | (value.collapseTag === null ? 0 : COLLAPSE);
  },
};

function isToGroup({ recipient }) {
  return recipient === NO_ID;
}

function requireRoute(value, toGroup) {
  if (toGroup !== isToGroup(value)) {
    throw ProtocolViolation.malformed('recipient', value.recipient, toGroup ? 'none to a group' : 'a user');
  }
  if (toGroup && (value.partial || value.entries.length > 0)) {
    throw ProtocolViolation.malformed('group message', 'partial or with devices', 'neither');
  }
}
