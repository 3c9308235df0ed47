import { ByteWriter } from '../byte-writer.js';
import { concat, equal, toHex } from '../bytes.js';
import { NO_ID, uuidText } from '../ids.js';
import { hash, requireSignature, sign } from './e1.js';
import { GroupRoster } from './group-roster.js';
import { Label } from './label.js';
import { KeyRejected } from './rejections.js';
import { StructureReader } from './structure-reader.js';

const FIRST_EPOCH = 1;
const NO_HASH = new Uint8Array(32);

/** @typedef {{user: string, device: number}} GroupSigner */

/**
 * Who is in a group from one epoch to the next, signed by a member's device and chained by hash (docs/E2EE.md §2.8):
 * `ver u8=1 | groupId 16 | epoch u32 | prev 32 | created u64 | roster | signer 16 | device u32 | signature 64`. The id of a
 * group follows from its first state.
 */
export class GroupState {
  static MAX_SIZE = 61 + 4 + 1000 * 33 + 20 + 64;

  /**
   * @param {{group: string, epoch: number, previous: Uint8Array, created: bigint, roster: GroupRoster,
   *   signer: GroupSigner}} fields
   */
  constructor(fields, signature) {
    Object.assign(this, fields);
    this.signature = signature;
    Object.freeze(this);
  }

  /** Reads a state without judging signature or chain. */
  static parse(bytes) {
    const input = new StructureReader('group state', bytes).version1();
    const fields = {
      group: input.uuid(),
      epoch: input.u32(),
      previous: input.hash(),
      created: input.u64(),
      roster: GroupRoster.read(input),
      signer: { user: input.uuid(), device: input.u32() },
    };
    const state = new GroupState(fields, input.signature());
    input.end();
    return state;
  }

  /** Signs the first state of a new group; its id comes with it. */
  static first(devicePair, signer, created, roster) {
    const fields = { group: NO_ID, epoch: FIRST_EPOCH, previous: NO_HASH, created, roster, signer };
    return signed(devicePair, { ...fields, group: idOf(fields) });
  }

  /** Signs the state that follows this one; who may do that: `requireFollows`. */
  next(devicePair, signer, created, roster) {
    const { group, epoch } = this;
    return signed(devicePair, { group, epoch: epoch + 1, previous: this.stateHash(), created, roster, signer });
  }

  encode() {
    return concat(bodyOf(this), this.signature);
  }

  /** @returns {Uint8Array} what the next state and every message name, 32 bytes */
  stateHash() {
    return hash(Label.GROUP_STATE_HASH, bodyOf(this));
  }

  /**
   * @param {Uint8Array} deviceKey DSK of the signer, from a list that is trusted
   * @throws {KeyRejected} with BAD_SIGNATURE
   */
  verify(deviceKey) {
    requireSignature(deviceKey, Label.GROUP_STATE_SIGNATURE, this.signature, bodyOf(this));
  }

  /** @throws {KeyRejected} with BAD_EPOCH, BAD_PREVIOUS_HASH, BAD_GROUP_ID or NOT_AUTHORISED */
  requireFirst() {
    this.#requirePlace(FIRST_EPOCH, NO_HASH);
    if (this.group !== idOf(this)) {
      throw new KeyRejected('BAD_GROUP_ID', `group: ${this.group} (expected: the id of this first state)`);
    }
    this.#requireAuthorised(this.roster.isAdmin(this.signer.user));
  }

  /** @throws {KeyRejected} with BAD_GROUP_ID, BAD_EPOCH, BAD_PREVIOUS_HASH or NOT_AUTHORISED */
  requireFollows(before) {
    if (this.group !== before.group) {
      throw new KeyRejected('BAD_GROUP_ID', `group: ${this.group} (expected: ${before.group})`);
    }
    this.#requirePlace(before.epoch + 1, before.stateHash());
    this.#requireAuthorised(this.roster.mayFollow(before.roster, this.signer.user));
  }

  #requirePlace(epoch, previous) {
    if (this.epoch !== epoch) {
      throw new KeyRejected('BAD_EPOCH', `epoch: ${this.epoch} (expected: ${epoch})`);
    }
    if (!equal(this.previous, previous)) {
      const text = `previous: ${toHex(this.previous)} (expected: ${toHex(previous)})`;
      throw new KeyRejected('BAD_PREVIOUS_HASH', text);
    }
  }

  #requireAuthorised(authorised) {
    if (!authorised) {
      const text = `signer: ${this.signer.user} (expected: one who may make this change)`;
      throw new KeyRejected('NOT_AUTHORISED', text);
    }
  }
}

function signed(devicePair, fields) {
  return new GroupState(fields, sign(devicePair, Label.GROUP_STATE_SIGNATURE, bodyOf(fields)));
}

function idOf(fields) {
  return uuidText(hash(Label.GROUP_ID, bodyOf({ ...fields, group: NO_ID })).subarray(0, 16));
}

function bodyOf({ group, epoch, previous, created, roster, signer }) {
  const out = new ByteWriter().u8(1).uuid(group).u32(epoch).bytes(previous).u64(created);
  roster.writeTo(out);
  return out.uuid(signer.user).u32(signer.device).toBytes();
}
