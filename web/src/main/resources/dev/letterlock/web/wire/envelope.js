import { between, block, deviceAddress, id, struct, u16, u32, u64 } from './fields.js';
import { CLASS_MASK, PARTIAL, messageClassOf } from './message-flags.js';
import { ProtocolViolation } from './protocol-violation.js';

/**
 * What a Deliver brings: docs/PROTOCOL.md §6. Nothing of it is proof: sender and conversation count only once the
 * content says the same.
 */

const GROUP = 16;
const KNOWN = CLASS_MASK | PARTIAL | GROUP;

const fields = struct({
  time: u64,
  expiry: u64,
  sender: deviceAddress,
  conversation: id,
  messageId: id,
  header: block(between(u16, 0, 2048)),
  slice: block(u32),
});

export const envelope = {
  read(input) {
    const flags = input.u8();
    if ((flags & ~KNOWN) !== 0) {
      throw ProtocolViolation.malformed('envelope flags', flags, 'known ones');
    }
    const messageClass = messageClassOf(flags);
    return {
      messageClass,
      partial: (flags & PARTIAL) !== 0,
      group: (flags & GROUP) !== 0,
      ...fields.read(input),
    };
  },

  write(out, value) {
    out.u8(value.messageClass | (value.partial ? PARTIAL : 0) | (value.group ? GROUP : 0));
    fields.write(out, value);
  },
};
