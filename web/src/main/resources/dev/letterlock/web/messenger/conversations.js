/**
 * Direct conversations and what was said in them, in the profile.
 *
 * @typedef {{id: string, peer: string, last: number, read: number, sent: bigint, answered: boolean}} Conversation `last` and
 *   `read` count messages here, `sent` is the number of the last own text that the server took; `answered` once this
 *   account has written in it, so that its peer is no stranger (R6)
 * @typedef {{id: string, conversation: string, number: number, author: string, device: number, sentAt: number,
 *   state: 'WAITING' | 'SENT' | 'FAILED' | 'RECEIVED', time: bigint, text: string}} StoredMessage time in µs, the server's
 */

const DIGITS = 10;

/** @returns {Conversation | undefined} */
export function conversationOf(step, id) {
  return step.get('conversations', id);
}

/** @returns {Conversation} the one that there is, or a fresh one, not kept yet */
export function conversationWith(step, account, peer) {
  const id = account.conversationWith(peer);
  return conversationOf(step, id) ?? { id, peer, last: 0, read: 0, sent: 0n, answered: false };
}

export function keepConversation(step, conversation) {
  step.put('conversations', conversation.id, conversation);
}

/** @returns {Conversation[]} */
export function allConversations(step) {
  return step.ids('conversations').map((id) => step.get('conversations', id));
}

/** Adds a message behind the last; what this account wrote is read with it, if all before was. */
export function addMessage(step, conversation, message, own) {
  const last = conversation.last + 1;
  const read = own && conversation.read === conversation.last ? last : conversation.read;
  const longer = { ...conversation, last, read, answered: conversation.answered || own };
  keepConversation(step, longer);
  const stored = { ...message, conversation: conversation.id, number: last };
  putMessage(step, stored);
  return stored;
}

export function putMessage(step, message) {
  step.put('messages', messageKey(message.conversation, message.number), message);
}

/** @returns {StoredMessage | undefined} */
export function messageAt(step, conversation, number) {
  return step.get('messages', messageKey(conversation, number));
}

/** @returns {StoredMessage[]} the messages after `from` up to `to` */
export function messagesBetween(step, conversation, from, to) {
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => messageAt(step, conversation, from + 1 + at));
}

function messageKey(conversation, number) {
  return `${conversation}/${String(number).padStart(DIGITS, '0')}`;
}
