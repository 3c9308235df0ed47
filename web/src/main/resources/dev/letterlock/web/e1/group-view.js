import { equal } from '../bytes.js';
import { GroupRejected } from './rejections.js';
import { StateEvidence } from './state-evidence.js';
import { StateProof } from './state-proof.js';
import { DAY, HOUR } from './time.js';

const MOST_STATES = 64;
const MOST_BYTES = 256 * 1024;
const GRACE_MICROS = BigInt(HOUR) * 1000n;
const RETENTION_MICROS = BigInt(30 * DAY) * 1000n;

/**
 * The verified states of a group with the times since which the server says they were in force, oldest first
 * (docs/E2EE.md §2.8): at most 64 of them and 256 KiB, none replaced more than 30 days before the newest. A value.
 *
 * @typedef {import('./group-state.js').GroupState} GroupState
 * @typedef {import('./state-proof.js').MemberDevices} MemberDevices
 * @typedef {{state: GroupState, since: bigint}} DatedState since in microseconds since 1970
 */
export class GroupView {
  /** @param {readonly DatedState[]} states 1 or more */
  constructor(states) {
    this.states = Object.freeze([...states]);
    Object.freeze(this);
  }

  /**
   * Believes the chain of a group that this client joins, from the first state on.
   *
   * @throws {GroupRejected} with BAD_CHAIN, SIGNER_NOT_LISTED or SIGNER_KEY_CHANGED
   */
  static join(chain, devices) {
    if (chain.length === 0) {
      throw new GroupRejected('BAD_CHAIN', 'states: 0 (expected: 1 or more)');
    }
    new StateProof(devices, null).verify(undated(chain));
    return new GroupView(newest(chain));
  }

  /** @throws {GroupRejected} as `join` */
  advance(next, devices) {
    if (next.length === 0) {
      return this;
    }
    new StateProof(devices, this.current).verify(undated(next));
    return new GroupView(newest([...this.states, ...next]));
  }

  /**
   * @returns {StateEvidence} that another state of an epoch which is known here is rightly signed too
   * @throws {GroupRejected} with SPLIT_STATE if the one before is no longer kept, or as `join`
   */
  split(other, devices) {
    const index = this.#indexOf(other.epoch);
    if (index === 0) {
      throw new GroupRejected('SPLIT_STATE', 'state: another (expected: the one verified here)');
    }
    new StateProof(devices, this.states[index - 1].state).verify([other]);
    return new StateEvidence(this.states[index].state, other);
  }

  /** Whether somebody who was away could verify the newest state by the lists of today. */
  isProvable(devices) {
    return new StateProof(devices, this.states.at(-2)?.state ?? null).isProof(this.current);
  }

  get current() {
    return this.states.at(-1).state;
  }

  /**
   * Judges a message or sender key by the states that were in force when the server accepted it.
   *
   * @param {{group: string, epoch: number}} place
   * @param {bigint} serverTime microseconds since 1970
   * @returns {GroupState} that of its epoch
   * @throws {GroupRejected} with WRONG_GROUP, FUTURE_EPOCH, STALE_EPOCH or NOT_A_MEMBER
   */
  requireAccepted(place, sender, reader, serverTime) {
    if (place.group !== this.current.group) {
      throw new GroupRejected('WRONG_GROUP', `group: ${place.group} (expected: another)`);
    }
    const index = this.#indexOf(place.epoch);
    const { state } = this.states[index];
    requireMembers(state, sender, reader);
    if (index + 1 < this.states.length && serverTime > this.states[index + 1].since) {
      this.#requireGrace(index + 1, place, serverTime);
      requireMembers(this.states[index + 1].state, sender, reader);
    }
    return state;
  }

  /**
   * As `requireAccepted`, for a sender key.
   *
   * @param {import('./sender-key.js').SenderKeyDistribution} key
   * @throws {GroupRejected} also with SPLIT_STATE
   */
  requireAcceptedKey(key, sender, reader, serverTime) {
    const state = this.requireAccepted(key.place, sender, reader, serverTime);
    if (!equal(state.stateHash(), key.stateHash)) {
      throw new GroupRejected('SPLIT_STATE', 'state hash: another (expected: the one verified here)');
    }
    return state;
  }

  #indexOf(epoch) {
    const index = this.states.findLastIndex(({ state }) => state.epoch === epoch);
    if (index >= 0) {
      return index;
    }
    throw epoch > this.current.epoch
      ? new GroupRejected('FUTURE_EPOCH', `epoch: ${epoch} (expected: known)`)
      : stale(epoch);
  }

  #requireGrace(change, place, serverTime) {
    const changedAgain = change + 1 < this.states.length && serverTime > this.states[change + 1].since;
    if (changedAgain || serverTime > this.states[change].since + GRACE_MICROS) {
      throw stale(place.epoch);
    }
  }
}

/** @throws {GroupRejected} with MEMBER_KEY_CHANGED if the state names the sender under a key that is not known as his */
export function requireNamed(state, sender, isKeyOf) {
  if (!isKeyOf(sender, state.roster.member(sender).accountKey)) {
    throw new GroupRejected('MEMBER_KEY_CHANGED', `account key of ${sender}: another (expected: named)`);
  }
}

function requireMembers(state, sender, reader) {
  if (!state.roster.has(sender)) {
    throw new GroupRejected('NOT_A_MEMBER', `sender: ${sender} (expected: a member)`);
  }
  if (!state.roster.has(reader)) {
    throw new GroupRejected('NOT_A_MEMBER', `reader: ${reader} (expected: a member)`);
  }
}

function stale(epoch) {
  return new GroupRejected('STALE_EPOCH', `epoch: ${epoch} (expected: one in force)`);
}

function undated(states) {
  return states.map(({ state }) => state);
}

function newest(states) {
  const oldest = states.at(-1).since - RETENTION_MICROS;
  let from = states.length - 1;
  let bytes = states[from].state.encode().length;
  while (from > 0 && states.length - from < MOST_STATES && states[from].since >= oldest) {
    bytes += states[from - 1].state.encode().length;
    if (bytes > MOST_BYTES) {
      break;
    }
    from--;
  }
  return states.slice(from);
}
