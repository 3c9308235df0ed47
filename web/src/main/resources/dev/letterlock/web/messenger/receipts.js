import { ReceiptKind } from '../wire/server-frames.js';
import { conversationOf, keepConversation, messagesBetween } from './conversations.js';

const MOST_MARKS = 64;

/**
 * Ticks: watermarks per conversation and reader, which only rise (docs/PROTOCOL.md §3.8). They are the server's word.
 *
 * @typedef {{delivered: bigint, read: bigint}} Marks server times in µs
 */
export class Receipts {
  #account;
  #notices;
  #changed;

  /** @param {(conversation: string) => void} changed tells that ticks have moved */
  constructor(account, notices, changed) {
    this.#account = account;
    this.#notices = notices;
    this.#changed = changed;
  }

  /** @returns {Marks} how far the own messages of this device came in a conversation */
  marks(step, conversation) {
    return step.get('marks', conversation) ?? { delivered: 0n, read: 0n };
  }

  /** Keeps what a Receipt says of what this account wrote; nothing of conversations that are not known. */
  take(step, receipt) {
    for (const entry of receipt.entries) {
      const conversation = conversationOf(step, entry.conversation);
      if (conversation !== undefined && conversation.peer === entry.reader && entry.senderDevice === this.#account.device) {
        this.#takeOne(step, entry);
      }
    }
  }

  #takeOne(step, { kind, conversation, upTo }) {
    if (kind === ReceiptKind.EXPIRED) {
      this.#notices.add(step, 'REMARK', conversation, 'A message expired before any device of its reader came for it.');
      return;
    }
    const before = this.marks(step, conversation);
    const read = kind === ReceiptKind.READ ? upTo : 0n;
    const marks = { delivered: larger(before.delivered, upTo), read: larger(before.read, read) };
    step.put('marks', conversation, marks);
    step.afterwards(() => this.#changed(conversation));
  }

  /**
   * Notes that all of a conversation was read here, and owes the others a word about it, unless they are strangers.
   *
   * @param {number} due when the word may leave, in ms since 1970
   */
  readAll(step, id, due) {
    const conversation = conversationOf(step, id);
    const upTo = new Map();
    for (const { author, device, time, state } of messagesBetween(step, id, conversation.read, conversation.last)) {
      if (state === 'RECEIVED') {
        upTo.set(`${author}/${device}`, { sender: { user: author, device }, upTo: time });
      }
    }
    keepConversation(step, { ...conversation, read: conversation.last });
    if (upTo.size > 0 && conversation.answered) {
      step.put('owed', id, { marks: [...upTo.values()].slice(0, MOST_MARKS), due });
    }
  }

  /** @returns {object[]} the ReadReceipts that are due; they are owed no longer once the step is kept */
  takeOwed(step, now) {
    const due = step.ids('owed').filter((id) => step.get('owed', id).due <= now);
    return due.map((conversation) => {
      const { marks } = step.get('owed', conversation);
      step.remove('owed', conversation);
      return { type: 'ReadReceipt', marks: marks.map((mark) => ({ conversation, ...mark })) };
    });
  }
}

function larger(one, other) {
  return one > other ? one : other;
}
