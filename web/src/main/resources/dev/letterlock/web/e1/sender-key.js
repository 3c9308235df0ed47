import { ByteWriter } from '../byte-writer.js';
import { StructureReader } from './structure-reader.js';

/** @typedef {{group: string, epoch: number, chain: number}} ChainPlace by which messages name a sender key */

const RESERVED = 28;

export function isSamePlace(one, other) {
  return one.group === other.group && one.epoch === other.epoch && one.chain === other.chain;
}

/**
 * A device's key to what it writes in a group, 152 bytes of a pairwise message (docs/E2EE.md §2.8): `groupId 16 | epoch
 * u32 | stateHash 32 | chain u32 | iter u32 | CK 32 | SGK 32 | 28 zeros`, which a reader passes over.
 */
export class SenderKeyDistribution {
  static SIZE = 152;

  /** @param {ChainPlace} place */
  constructor(place, stateHash, iteration, chainKey, signingKey) {
    this.place = Object.freeze(place);
    this.stateHash = stateHash;
    this.iteration = iteration;
    this.chainKey = chainKey;
    this.signingKey = signingKey;
    Object.freeze(this);
  }

  static parse(bytes) {
    const input = new StructureReader('sender key', bytes).requireSize(SenderKeyDistribution.SIZE);
    const group = input.uuid();
    const epoch = input.u32();
    const stateHash = input.hash();
    const place = { group, epoch, chain: input.u32() };
    return new SenderKeyDistribution(place, stateHash, input.u32(), input.take(32), input.signingKey());
  }

  encode() {
    return new ByteWriter()
      .uuid(this.place.group)
      .u32(this.place.epoch)
      .bytes(this.stateHash)
      .u32(this.place.chain)
      .u32(this.iteration)
      .bytes(this.chainKey)
      .bytes(this.signingKey)
      .bytes(new Uint8Array(RESERVED))
      .toBytes();
  }
}
