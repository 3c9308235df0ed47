import { equal } from '../bytes.js';

/**
 * Message keys of records that have not come yet (docs/E2EE.md §2.5): at most 2,000 of a session, the oldest dropped
 * first. Plain data, changed in place on a copy of the state.
 *
 * @typedef {{dh: Uint8Array, keys: Map<number, {key: Uint8Array, at: number}>}} StoredChain
 */

export const MAX_STORED = 2000;

/** @param {StoredChain[]} chains the oldest first */
export function putKey(chains, dh, count, key, now) {
  while (storedKeys(chains) >= MAX_STORED) {
    removeOldest(chains);
  }
  let newest = chains.at(-1);
  if (newest === undefined || !equal(newest.dh, dh)) {
    newest = { dh, keys: new Map() };
    chains.push(newest);
  }
  newest.keys.set(count, { key, at: now });
}

/** @returns {Uint8Array | null} the key, which is forgotten here */
export function takeKey(chains, dh, count) {
  const chain = chains.find((each) => equal(each.dh, dh) && each.keys.has(count));
  if (chain === undefined) {
    return null;
  }
  const { key } = chain.keys.get(count);
  chain.keys.delete(count);
  removeEmpty(chains);
  return key;
}

/** @returns {boolean} whether a key was that old */
export function dropBefore(chains, time) {
  const before = storedKeys(chains);
  for (const chain of chains) {
    for (const [count, { at }] of chain.keys) {
      if (at < time) {
        chain.keys.delete(count);
      }
    }
  }
  removeEmpty(chains);
  return storedKeys(chains) < before;
}

export function keepChains(chains, most) {
  chains.splice(0, Math.max(0, chains.length - most));
}

export function storedKeys(chains) {
  return chains.reduce((size, chain) => size + chain.keys.size, 0);
}

function removeOldest(chains) {
  const [oldest] = chains[0].keys.keys();
  chains[0].keys.delete(oldest);
  removeEmpty(chains);
}

function removeEmpty(chains) {
  const kept = chains.filter((chain) => chain.keys.size > 0);
  chains.splice(0, chains.length, ...kept);
}
