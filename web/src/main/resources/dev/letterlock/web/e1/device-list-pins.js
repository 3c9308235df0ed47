import { equal } from '../bytes.js';
import { ListEvidence } from './list-evidence.js';
import { KeyRejected, TrustRejected } from './rejections.js';
import { TrustedDevice } from './trusted-device.js';

/**
 * The newest list that this client believes of a user, and how it judges what a server shows next: docs/E2EE.md §2.2
 * and §2.10. A value: what changes is another one.
 *
 * `pending` is a list under another account key that waits for a person's word; nothing is sealed or opened meanwhile.
 * `replaced` is the list from before a key change that was followed at once, kept for that word. `rejected` are the
 * hashes of the last 16 lists that a person has refused.
 */
export class DeviceListPins {
  static #MOST_REJECTED = 16;

  constructor(list, { verified = false, pending = null, rejected = [], replaced = null } = {}) {
    this.list = list;
    this.verified = verified;
    this.pending = pending;
    this.rejected = Object.freeze([...rejected]);
    this.replaced = replaced;
    Object.freeze(this);
  }

  /**
   * Pins the first list that is seen of a user.
   *
   * @throws {KeyRejected} with WRONG_OWNER, BAD_SIGNATURE or BAD_PREVIOUS_HASH
   */
  static first(user, list) {
    requireOwner(user, list);
    list.verify();
    if (list.version === 1n) {
      list.requireFirst();
    }
    return new DeviceListPins(list);
  }

  /** A person has compared the safety number of the pinned key. */
  verify() {
    return new DeviceListPins(this.list, { verified: true, pending: this.pending, rejected: this.rejected });
  }

  /** A person accepts the key change. */
  acknowledge() {
    return this.pending === null && this.replaced === null ? this : new DeviceListPins(this.pending ?? this.list);
  }

  /** A person rejects the key change: the list from before is pinned, and any further change waits for a word. */
  reject() {
    const refused = this.pending ?? this.list;
    const before = this.pending === null ? this.replaced : this.list;
    if (before === null) {
      return this;
    }
    const rejected = [...this.rejected, refused.listHash()].slice(-DeviceListPins.#MOST_REJECTED);
    return new DeviceListPins(before, { verified: this.verified, rejected });
  }

  /**
   * @param {import('./account-key-rollover.js').AccountKeyRollover | null} rollover
   * @returns {PinOutcome}
   * @throws {KeyRejected} if the list is of another user or not rightly signed: that proves nothing
   */
  observe(shown, rollover) {
    requireOwner(this.list.user, shown);
    const hash = shown.listHash();
    if (this.rejected.some((refused) => equal(refused, hash))) {
      return { kind: 'UNCHANGED', pins: this };
    }
    return this.pending === null ? this.#judge(shown, rollover) : this.#judgePending(shown, rollover);
  }

  /** As `observe`, for the own account: nobody else can have asked for a reset of it. */
  observeOwn(shown, rollover) {
    const own = new DeviceListPins(this.list, { verified: this.verified });
    const outcome = own.#judge(shown, rollover);
    return outcome.kind === 'ACCOUNT_KEY_RESET' ? own.#alarm('OWN_KEY_REPLACED', shown) : outcome;
  }

  /**
   * @returns {TrustedDevice} a device that may be sealed for and heard
   * @throws {TrustRejected} with NOT_LISTED or KEY_CHANGE_UNACKNOWLEDGED
   */
  trust(cert) {
    if (this.pending !== null) {
      throw new TrustRejected('KEY_CHANGE_UNACKNOWLEDGED', 'account key: changed (expected: acknowledged)');
    }
    if (!this.list.names(cert)) {
      throw new TrustRejected('NOT_LISTED', 'certificate: unknown (expected: one that the list names)');
    }
    cert.verify();
    return new TrustedDevice(cert, this.list.version);
  }

  #judgePending(shown, rollover) {
    const next = new DeviceListPins(this.pending).#judge(shown, rollover);
    switch (next.kind) {
      case 'UNCHANGED':
        return { kind: 'UNCHANGED', pins: this };
      case 'ALARMED':
        return { ...next, pins: this };
      default:
        return { kind: 'ACCOUNT_KEY_RESET', pins: this.#waitingFor(next.pins.list) };
    }
  }

  #judge(shown, rollover) {
    requireOwner(this.list.user, shown);
    shown.verify();
    if (shown.version < this.list.version) {
      return this.#alarm('ROLLBACK', shown);
    }
    if (shown.version > this.list.version) {
      return this.#newer(shown, rollover);
    }
    return equal(shown.listHash(), this.list.listHash())
      ? { kind: 'UNCHANGED', pins: this }
      : this.#alarm('SPLIT_VIEW', shown);
  }

  #newer(shown, rollover) {
    const next = shown.version === this.list.version + 1n;
    if (next && !equal(shown.previous, this.list.listHash())) {
      return this.#alarm('BROKEN_CHAIN', shown);
    }
    if (equal(shown.accountKey, this.list.accountKey)) {
      return { kind: 'ADVANCED', pins: this.#at(shown), skipped: !next };
    }
    if (rollover !== null && this.#vouches(rollover, shown)) {
      return { kind: 'ROLLED_OVER', pins: this.#at(shown) };
    }
    const asks = this.verified || this.rejected.length > 0;
    const pins = asks
      ? this.#waitingFor(shown)
      : new DeviceListPins(shown, { replaced: this.replaced ?? this.list });
    return { kind: 'ACCOUNT_KEY_RESET', pins };
  }

  #at(list) {
    return new DeviceListPins(list, {
      verified: this.verified,
      rejected: this.rejected,
      replaced: this.replaced,
    });
  }

  #waitingFor(pending) {
    return new DeviceListPins(this.list, { verified: this.verified, pending, rejected: this.rejected });
  }

  #alarm(alarm, shown) {
    return { kind: 'ALARMED', pins: this, alarm, evidence: ListEvidence.of(this.list, shown) };
  }

  #vouches(rollover, shown) {
    try {
      rollover.requireFollows(this.list, shown);
      return true;
    } catch (error) {
      if (error instanceof KeyRejected) {
        return false;
      }
      throw error;
    }
  }
}

/**
 * @typedef {{kind: 'UNCHANGED', pins: DeviceListPins}
 *   | {kind: 'ADVANCED', pins: DeviceListPins, skipped: boolean}
 *   | {kind: 'ROLLED_OVER', pins: DeviceListPins}
 *   | {kind: 'ACCOUNT_KEY_RESET', pins: DeviceListPins}
 *   | {kind: 'ALARMED', pins: DeviceListPins, alarm: string, evidence: ListEvidence | null}} PinOutcome
 */

function requireOwner(user, list) {
  if (list.user !== user) {
    throw new KeyRejected('WRONG_OWNER', `user: ${list.user} (expected: ${user})`);
  }
}
