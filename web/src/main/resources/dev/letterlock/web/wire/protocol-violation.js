/**
 * A frame that breaks its layout (docs/PROTOCOL.md §2.2), with the code of §7.1 and the close code of §7.2 that it calls
 * for.
 */
export class ProtocolViolation extends Error {
  /** @param {'MALFORMED' | 'WRONG_VERSION'} error */
  constructor(error, closeCode, text) {
    super(`${error}: ${text}`);
    this.name = 'ProtocolViolation';
    this.error = error;
    this.closeCode = closeCode;
  }

  static malformed(field, value, expected) {
    return new ProtocolViolation('MALFORMED', 4001, `${field}: ${value} (expected: ${expected})`);
  }
}
