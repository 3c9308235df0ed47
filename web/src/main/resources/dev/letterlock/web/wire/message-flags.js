import { ProtocolViolation } from './protocol-violation.js';

/** The flags that a Send and an envelope share: docs/PROTOCOL.md §4.2 and §6. */

export const MessageClass = Object.freeze({ NORMAL: 0, EPHEMERAL: 1, URGENT: 2 });
export const CLASS_MASK = 3;
export const PARTIAL = 4;

export function messageClassOf(flags) {
  const value = flags & CLASS_MASK;
  if (value > MessageClass.URGENT) {
    throw ProtocolViolation.malformed('class', value, '0 to 2');
  }
  return value;
}
