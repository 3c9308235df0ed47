import { equal } from '../bytes.js';
import { chainStep } from './chain-step.js';
import { GroupRejected } from './rejections.js';
import { isSamePlace } from './sender-key.js';
import { sameSecret } from './sodium.js';

/**
 * One sender key of somebody else, and the keys of messages that it has skipped (docs/E2EE.md §2.8): plain data, a value.
 *
 * @typedef {{place: import('./sender-key.js').ChainPlace, stateHash: Uint8Array, signingKey: Uint8Array,
 *   iteration: number, chainKey: Uint8Array, skipped: Map<number, Uint8Array>}} ReceivedChain
 */

const MOST_SKIPPED = 2000;

/** @returns {ReceivedChain} */
export function chainOf(key) {
  return {
    place: key.place,
    stateHash: key.stateHash,
    signingKey: key.signingKey,
    iteration: key.iteration,
    chainKey: key.chainKey,
    skipped: new Map(),
  };
}

/**
 * @returns {{chain: ReceivedChain, messageKey: Uint8Array}}
 * @throws {GroupRejected} with USED_BEFORE or TOO_FAR
 */
export function advanceChain(chain, wanted) {
  const skipped = new Map(chain.skipped);
  if (wanted < chain.iteration) {
    return late(chain, wanted, skipped);
  }
  const missing = wanted - chain.iteration;
  if (missing > MOST_SKIPPED) {
    throw new GroupRejected('TOO_FAR', `missing: ${missing} (expected: at most 2000)`);
  }
  let step = chainStep(chain.chainKey);
  for (let at = chain.iteration; at < wanted; at++) {
    skipped.set(at, step.messageKey);
    step = chainStep(step.next);
  }
  evict(skipped);
  return { chain: { ...chain, iteration: wanted + 1, chainKey: step.next, skipped }, messageKey: step.messageKey };
}

/** Whether a sender key is that of this chain, be it for an earlier or a later message of it. */
export function isOfChain(chain, key) {
  return (
    isSamePlace(chain.place, key.place) &&
    equal(chain.stateHash, key.stateHash) &&
    equal(chain.signingKey, key.signingKey) &&
    (key.iteration < chain.iteration
      ? leads(key.chainKey, chain.iteration - key.iteration, chain.chainKey)
      : leads(chain.chainKey, key.iteration - chain.iteration, key.chainKey))
  );
}

function late(chain, wanted, skipped) {
  const messageKey = skipped.get(wanted);
  if (messageKey === undefined) {
    throw new GroupRejected('USED_BEFORE', `message: ${wanted} (expected: one not seen)`);
  }
  skipped.delete(wanted);
  return { chain: { ...chain, skipped }, messageKey };
}

function leads(from, steps, to) {
  if (steps > MOST_SKIPPED) {
    return false;
  }
  let at = from;
  for (let left = steps; left > 0; left--) {
    at = chainStep(at).next;
  }
  return sameSecret(at, to);
}

function evict(skipped) {
  for (const at of [...skipped.keys()].slice(0, Math.max(0, skipped.size - MOST_SKIPPED))) {
    skipped.delete(at);
  }
}
