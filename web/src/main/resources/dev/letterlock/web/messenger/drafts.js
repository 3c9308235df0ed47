import { ContentType, isControl } from '../e1/content-body.js';
import { timeOfV7 } from '../ids.js';

/**
 * What is to be sent, before it is sealed: plain data.
 *
 * `to` is null for everybody of the conversation, else the only devices (the flag *partial*). `identity` is the
 * fingerprint of the account key that it was written for (docs/E2EE.md §2.10), null if none was pinned. `number` is that
 * of the message in its conversation here, null for what nobody sees. `certHash` is that of the only device that an
 * answer to a retry may go to.
 *
 * @typedef {{id: string, conversation: string, recipient: string, body: object, sentAt: number, sequence: bigint,
 *   to: Array<{user: string, device: number}> | null, certHash: Uint8Array | null, identity: string | null,
 *   number: number | null}} Draft
 */

const UNNUMBERED = 1n;

/** @returns {Draft} a text; its number in the conversation's sequence comes at sealing */
export function textDraft(account, conversation, text, identity, number) {
  const id = account.newId();
  return {
    ...plain(id, conversation.id, conversation.peer, { type: ContentType.TEXT, text }),
    sentAt: timeOfV7(id),
    identity,
    number,
  };
}

/** @returns {Draft} control content for certain devices of a user */
export function controlDraft(account, user, to, body, identity) {
  const draft = plain(account.newId(), account.conversationWith(user), user, body);
  return { ...draft, sentAt: account.clock(), to, identity };
}

/** @returns {Draft} what was sent before, for one device that asked, under an id of its own */
export function againDraft(account, sent, address, certHash) {
  return { ...sent, id: account.newId(), to: [address], certHash, number: null };
}

/** Whether a draft takes a number in the sequence of its conversation. */
export function isNumbered(draft) {
  return draft.to === null && !isControl(draft.body);
}

/** @returns {boolean} whether this asks for a message once more, and so goes in a session that is offered */
export function isRequest(draft) {
  return draft.to !== null && draft.body.type === ContentType.RETRY;
}

function plain(id, conversation, recipient, body) {
  const rest = { sequence: UNNUMBERED, to: null, certHash: null, identity: null, number: null };
  return { id, conversation, recipient, body, ...rest };
}
