import { equal } from '../bytes.js';
import { decodePair, encodePair } from './evidence.js';
import { GroupState } from './group-state.js';

/** Two states of one epoch, rightly signed, that no honest server and admin can make (docs/E2EE.md §2.8). */
export class StateEvidence {
  constructor(known, other) {
    this.known = known;
    this.other = other;
    Object.freeze(this);
  }

  static decode(bytes) {
    return new StateEvidence(...decodePair(bytes, GroupState.parse, GroupState.MAX_SIZE));
  }

  encode() {
    return encodePair(this.known, this.other);
  }

  contradicts() {
    return (
      this.known.group === this.other.group &&
      this.known.epoch === this.other.epoch &&
      !equal(this.known.stateHash(), this.other.stateHash())
    );
  }
}
