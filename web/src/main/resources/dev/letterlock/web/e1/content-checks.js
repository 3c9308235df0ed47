import { ContentRejected } from './rejections.js';
import { acceptNumber } from './sequence-track.js';
import { compareView } from './view-history.js';

/**
 * What a receiver makes of a content once it is open: docs/E2EE.md §2.6.
 *
 * @typedef {import('./content.js').ContentHead} ContentHead
 * @typedef {import('./content.js').ListView} ListView
 * @typedef {{author: import('./content.js').Author, conversation: string, message: string}} Arrival what the session and
 *   the envelope say
 * @typedef {{members: readonly string[], authorLists: readonly ListView[], auxiliaries: readonly ListView[],
 *   sequence: import('./sequence-track.js').SequenceTrack}} Expectation
 * @typedef {{kind: 'SPLIT_VIEW' | 'NEWER_VIEW', chain: 'AUTHOR_LIST' | 'AUXILIARY', stated: ListView}
 *   | {kind: 'MISSING', numbers: import('./sequence-track.js').Range}
 *   | {kind: 'REPEATED_NUMBER', number: bigint}} Finding
 */

/**
 * @param {ContentHead} head
 * @param {Arrival} arrival
 * @throws {ContentRejected} with WRONG_SENDER, WRONG_DEVICE, WRONG_CONVERSATION or WRONG_MESSAGE_ID
 */
export function requireArrival(head, arrival) {
  if (head.author.user !== arrival.author.user) {
    throw rejected('WRONG_SENDER', 'sender', 'that of the session');
  }
  if (head.author.device !== arrival.author.device) {
    throw rejected('WRONG_DEVICE', 'device', 'that of the session');
  }
  if (head.conversation !== arrival.conversation) {
    throw rejected('WRONG_CONVERSATION', 'conversation', 'that of the envelope');
  }
  if (head.message !== arrival.message) {
    const text = 'message id: another (expected: that of the envelope)';
    throw new ContentRejected('WRONG_MESSAGE_ID', text, head.message);
  }
}

/**
 * @param {ContentHead} head
 * @param {Arrival} arrival
 * @param {Expectation} expected
 * @returns {{sequence: import('./sequence-track.js').SequenceTrack, findings: Finding[]}}
 * @throws {ContentRejected} as `requireArrival`, or with NOT_A_MEMBER
 */
export function judgeContent(head, arrival, expected) {
  requireArrival(head, arrival);
  if (!expected.members.includes(arrival.author.user)) {
    throw rejected('NOT_A_MEMBER', 'author', 'a member of the conversation');
  }
  const step = acceptNumber(expected.sequence, head.sequence);
  const findings = [
    ...viewFindings('AUTHOR_LIST', head.ownList, expected.authorLists),
    ...viewFindings('AUXILIARY', head.auxiliary, expected.auxiliaries),
    ...sequenceFindings(step, head.sequence),
  ];
  return { sequence: step.track, findings };
}

/** @returns {Finding[]} */
export function viewFindings(chain, stated, known) {
  switch (compareView(known, stated)) {
    case 'NEWER':
      return [{ kind: 'NEWER_VIEW', chain, stated }];
    case 'SPLIT':
      return [{ kind: 'SPLIT_VIEW', chain, stated }];
    default:
      return [];
  }
}

function sequenceFindings(step, number) {
  switch (step.kind) {
    case 'SKIPPED':
      return [{ kind: 'MISSING', numbers: step.missing }];
    case 'REPEATED':
      return [{ kind: 'REPEATED_NUMBER', number }];
    default:
      return [];
  }
}

function rejected(fault, name, expected) {
  return new ContentRejected(fault, `${name}: another (expected: ${expected})`);
}
