import { ByteWriter } from '../byte-writer.js';
import { equal } from '../bytes.js';
import { KeyRejected } from './rejections.js';
import { SAFETY_CODE_TYPE } from './safety-number.js';
import { StructureReader } from './structure-reader.js';

/**
 * What one screen shows and the other camera scans, 100 bytes (docs/E2EE.md §2.10): `"E1S" | u8=1 | own user 16 | own AIK
 * 32 | peer's user 16 | peer's AIK 32`.
 */
export class SafetyCode {
  static SIZE = 100;

  /** @param {import('./safety-number.js').AccountIdentity} own */
  constructor(own, peer) {
    this.own = own;
    this.peer = peer;
    Object.freeze(this);
  }

  /** @throws {KeyRejected} with BAD_LENGTH, BAD_KIND or BAD_VERSION */
  static parse(scanned) {
    const input = new StructureReader('safety code', scanned).requireSize(SafetyCode.SIZE);
    if (!equal(input.take(SAFETY_CODE_TYPE.length), SAFETY_CODE_TYPE)) {
      throw new KeyRejected('BAD_KIND', 'safety code: of another kind (expected: E1S)');
    }
    input.version1();
    return new SafetyCode(readIdentity(input), readIdentity(input));
  }

  encode() {
    const out = new ByteWriter().bytes(SAFETY_CODE_TYPE).u8(1);
    [this.own, this.peer].forEach(({ user, accountKey }) => out.uuid(user).bytes(accountKey));
    return out.toBytes();
  }

  /** Whether the other one sees the same two accounts under the same keys. */
  matches(scanned) {
    return isSame(this.own, scanned.peer) && isSame(this.peer, scanned.own);
  }
}

function readIdentity(input) {
  return { user: input.uuid(), accountKey: input.signingKey() };
}

function isSame(one, other) {
  return one.user === other.user && equal(one.accountKey, other.accountKey);
}
