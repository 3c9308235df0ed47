import { ByteReader } from '../byte-reader.js';
import { ByteWriter } from '../byte-writer.js';
import { concat } from '../bytes.js';
import { chainStep } from './chain-step.js';
import { sign, verifies } from './e1.js';
import { Label } from './label.js';
import { advanceChain, chainOf, isOfChain } from './received-chain.js';
import { GroupRejected, OpenRejected } from './rejections.js';
import { isSamePlace } from './sender-key.js';
import { isGroupMessage } from './sizes.js';
import { openSlice, sealSlice } from './slice.js';
import { signingKeyPair } from './sodium.js';

/**
 * Messages to a group (docs/E2EE.md §2.8): `u8=2 | groupId 16 | epoch u32 | chain u32 | iter u32 | slice | Sig(SGK,
 * "E1:gmsg", all before ‖ stateHash)`, 166 + P bytes.
 *
 * @typedef {readonly import('./received-chain.js').ReceivedChain[]} SenderChains at most 5 of one sender, oldest first
 */

const VERSION = 2;
const HEAD = 29;
const SIGNATURE = 64;
const MOST_CHAINS = 5;

/**
 * @param {import('./sender-chain.js').SenderChain} chain
 * @param {Uint8Array} content at most 65,535 bytes
 * @param {Uint8Array} [nonce] 24 bytes, random unless vectors demand others
 * @returns {{message: Uint8Array, chain: import('./sender-chain.js').SenderChain}}
 */
export function sealToGroup(chain, content, nonce) {
  const { group, epoch, chain: number } = chain.place;
  const head = new ByteWriter().u8(VERSION).uuid(group).u32(epoch).u32(number).u32(chain.iteration).toBytes();
  const { next, messageKey } = chainStep(chain.chainKey);
  const slice = sealSlice(messageKey, content, nonce);
  const signer = signingKeyPair(chain.signingSeed);
  const signature = sign(signer, Label.GROUP_MESSAGE_SIGNATURE, head, slice, chain.stateHash);
  return {
    message: concat(head, slice, signature),
    chain: { ...chain, iteration: chain.iteration + 1, chainKey: next },
  };
}

/**
 * @returns {{place: import('./sender-key.js').ChainPlace, iteration: number}}
 * @throws {GroupRejected} with BAD_LENGTH or BAD_VERSION
 */
export function parseGroupHead(message) {
  if (!isGroupMessage(message.length)) {
    throw new GroupRejected('BAD_LENGTH', `group message: ${message.length} B (expected: 166 + P)`);
  }
  const input = new ByteReader(message, () => new GroupRejected('BAD_LENGTH', 'group message: cut off'));
  const version = input.u8();
  if (version !== VERSION) {
    throw new GroupRejected('BAD_VERSION', `group message version: ${version} (expected: 2)`);
  }
  const place = { group: input.uuid(), epoch: input.u32(), chain: input.u32() };
  return { place, iteration: input.u32() };
}

/**
 * @param {SenderChains} chains of the sender
 * @returns {{content: Uint8Array, chains: SenderChains}}
 * @throws {GroupRejected} with BAD_LENGTH, BAD_VERSION, UNKNOWN_CHAIN, BAD_SIGNATURE, USED_BEFORE, TOO_FAR or
 *   NOT_AUTHENTIC
 */
export function openFromGroup(chains, message) {
  const { place, iteration } = parseGroupHead(message);
  const chain = chains.find((each) => isSamePlace(each.place, place));
  if (chain === undefined) {
    throw new GroupRejected('UNKNOWN_CHAIN', 'chain: unknown (expected: one distributed)');
  }
  requireSigned(chain, message);
  const advanced = advanceChain(chain, iteration);
  const content = open(advanced.messageKey, message.slice(HEAD, message.length - SIGNATURE));
  return { content, chains: chains.map((each) => (each === chain ? advanced.chain : each)) };
}

/**
 * @returns {SenderChains} with the key of a sender; the same once more changes nothing
 * @throws {GroupRejected} with CHAIN_CONFLICT for another key under the name of the first
 */
export function withSenderKey(chains, key) {
  const present = chains.find((each) => isSamePlace(each.place, key.place));
  if (present === undefined) {
    return [...chains, chainOf(key)].slice(-MOST_CHAINS);
  }
  if (!isOfChain(present, key)) {
    throw new GroupRejected('CHAIN_CONFLICT', 'chain: with other keys (expected: those of the first)');
  }
  return chains;
}

function requireSigned(chain, message) {
  const signedTo = message.length - SIGNATURE;
  const [body, signature] = [message.subarray(0, signedTo), message.subarray(signedTo)];
  if (!verifies(chain.signingKey, Label.GROUP_MESSAGE_SIGNATURE, signature, body, chain.stateHash)) {
    throw new GroupRejected('BAD_SIGNATURE', "group message: signature (expected: by its chain's key)");
  }
}

function open(messageKey, slice) {
  try {
    return openSlice(messageKey, slice);
  } catch (error) {
    throw error instanceof OpenRejected
      ? new GroupRejected('NOT_AUTHENTIC', `slice: ${error.fault} (expected: authentic)`)
      : error;
  }
}
