import { concat, equal } from '../bytes.js';
import { requireSignature, sign } from './e1.js';
import { Label } from './label.js';
import { KeyRejected } from './rejections.js';
import { StructureReader } from './structure-reader.js';

/**
 * By which an account key vouches for its successor, 96 bytes beside the first list under the new one (docs/E2EE.md
 * §2.2): `newAIK 32 | Sig(oldAIK, "E1:aik-roll", newAIK ‖ listHash of the last list under the old key)`.
 */
export class AccountKeyRollover {
  static SIZE = 96;

  constructor(newKey, signature) {
    this.newKey = newKey;
    this.signature = signature;
    Object.freeze(this);
  }

  static parse(bytes) {
    const input = new StructureReader('account key rollover', bytes).requireSize(AccountKeyRollover.SIZE);
    return new AccountKeyRollover(input.signingKey(), input.signature());
  }

  /** @param {import('./device-list.js').DeviceList} last the last list under the old key */
  static issue(oldPair, newKey, last) {
    const signature = sign(oldPair, Label.ACCOUNT_KEY_ROLLOVER, concat(newKey, last.listHash()));
    return new AccountKeyRollover(newKey, signature);
  }

  encode() {
    return concat(this.newKey, this.signature);
  }

  /** @throws {KeyRejected} as `DeviceList.requireChained`, or with ACCOUNT_KEY_CHANGED or BAD_SIGNATURE */
  requireFollows(before, after) {
    after.requireChained(before);
    if (!equal(after.accountKey, this.newKey)) {
      throw new KeyRejected('ACCOUNT_KEY_CHANGED', 'account key: another (expected: that of the rollover)');
    }
    const body = concat(this.newKey, before.listHash());
    requireSignature(before.accountKey, Label.ACCOUNT_KEY_ROLLOVER, this.signature, body);
  }
}
