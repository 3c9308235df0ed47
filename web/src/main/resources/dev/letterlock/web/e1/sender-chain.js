import { equal, view } from '../bytes.js';
import { SenderKeyDistribution } from './sender-key.js';
import { randomBytes, signingKeyPair } from './sodium.js';
import { DAY } from './time.js';

/**
 * What this device seals its messages to a group with (docs/E2EE.md §2.8): plain data, a value. It has to be stored before
 * a message that was sealed with it leaves.
 *
 * @typedef {{place: import('./sender-key.js').ChainPlace, stateHash: Uint8Array, iteration: number, began: number,
 *   chainKey: Uint8Array, signingSeed: Uint8Array}} SenderChain
 */

const MOST_MESSAGES = 1000;
const MOST_AGE = 7 * DAY;

/** @returns {SenderChain} a new one for an epoch */
export function beginChain(state, now) {
  const chain = view(randomBytes(4)).getUint32(0);
  return {
    place: { group: state.group, epoch: state.epoch, chain },
    stateHash: state.stateHash(),
    iteration: 0,
    began: now,
    chainKey: randomBytes(32),
    signingSeed: randomBytes(32),
  };
}

/** @returns {SenderKeyDistribution} what members need to read from here on */
export function distributionOf(chain) {
  const { publicKey } = signingKeyPair(chain.signingSeed);
  return new SenderKeyDistribution(chain.place, chain.stateHash, chain.iteration, chain.chainKey, publicKey);
}

/**
 * Why another chain has to be begun (R13), apart from a device that has left.
 *
 * @returns {'NEW_EPOCH' | 'MANY_MESSAGES' | 'OLD' | null}
 */
export function rotationOf(chain, state, now) {
  if (!equal(chain.stateHash, state.stateHash())) {
    return 'NEW_EPOCH';
  }
  if (chain.iteration >= MOST_MESSAGES) {
    return 'MANY_MESSAGES';
  }
  return now - chain.began >= MOST_AGE || now < chain.began - MOST_AGE ? 'OLD' : null;
}
