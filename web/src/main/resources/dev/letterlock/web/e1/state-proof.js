import { GroupRejected, KeyRejected } from './rejections.js';

/**
 * What a client asks of a chain of group states before it believes the newest (docs/E2EE.md §2.8): each follows from the
 * one before, and the newest is signed by a device that its signer's list names, under the account key that the group
 * names. An earlier one whose signer has gone counts if a later one is signed by an admin of the last that was proven.
 *
 * @typedef {import('./group-state.js').GroupState} GroupState
 * @typedef {{signingKey: (user: string, device: number) => Uint8Array | null,
 *   isKeyOf: (user: string, fingerprint: string) => boolean}} MemberDevices what the pinned lists say
 */
export class StateProof {
  #devices;
  #proven;
  #before;

  /**
   * @param {MemberDevices} devices
   * @param {GroupState | null} trusted the newest that was verified before; null for who joins
   */
  constructor(devices, trusted) {
    this.#devices = devices;
    this.#proven = trusted;
    this.#before = trusted;
  }

  /** @throws {GroupRejected} with BAD_CHAIN, SIGNER_NOT_LISTED or SIGNER_KEY_CHANGED */
  verify(states) {
    const joining = this.#proven === null;
    let unproven = 'SIGNER_NOT_LISTED';
    for (const state of states) {
      this.#requireLinked(state);
      const signed = this.#isSigned(state) && (joining || this.#mayVouch(state));
      if (signed && this.#isByMember(state)) {
        this.#proven = state;
      }
      this.#before = state;
      unproven = signed ? 'SIGNER_KEY_CHANGED' : 'SIGNER_NOT_LISTED';
    }
    if (this.#before !== this.#proven) {
      const expected = 'with a listed device, under the account key that is in the group';
      throw new GroupRejected(unproven, `signer: ${this.#before.signer.user} (expected: ${expected})`);
    }
  }

  /** Whether this state, taken alone, can be verified by the lists of today. */
  isProof(state) {
    return this.#isSigned(state) && this.#isByMember(state);
  }

  #requireLinked(state) {
    try {
      if (this.#before === null) {
        state.requireFirst();
      } else {
        state.requireFollows(this.#before);
      }
    } catch (error) {
      throw error instanceof KeyRejected
        ? new GroupRejected('BAD_CHAIN', `state: ${error.fault} (expected: the next of its group)`)
        : error;
    }
  }

  #mayVouch(state) {
    const trusted = this.#proven;
    return trusted === null || trusted === this.#before || trusted.roster.isAdmin(state.signer.user);
  }

  #isSigned(state) {
    const key = this.#devices.signingKey(state.signer.user, state.signer.device);
    if (key === null) {
      return false;
    }
    try {
      state.verify(key);
      return true;
    } catch (error) {
      if (error instanceof KeyRejected) {
        return false;
      }
      throw error;
    }
  }

  #isByMember(state) {
    const signer = state.signer.user;
    return [state, this.#proven, this.#before]
      .filter((known) => known !== null)
      .flatMap((known) => known.roster.member(signer) ?? [])
      .every((member) => this.#devices.isKeyOf(signer, member.accountKey));
  }
}

