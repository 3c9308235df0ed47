import { ContentType, isControl } from '../e1/content-body.js';
import { judgeContent } from '../e1/content-checks.js';
import { NOTHING_CAME } from '../e1/sequence-track.js';
import { deviceKey } from './account.js';
import { addMessage, conversationOf, conversationWith } from './conversations.js';
import { Refused } from './refused.js';

const MOST_UNDER_ONE_NUMBER = 16;

/** What becomes of a content once it is open: docs/E2EE.md §2.6. All of it is in the step of the message. */
export class Reading {
  #account;
  #contacts;
  #retries;
  #findings;
  #notices;
  #received;

  /** @param {(message: import('./conversations.js').StoredMessage) => void} received tells of a new message */
  constructor(account, contacts, retries, findings, notices, received) {
    this.#account = account;
    this.#contacts = contacts;
    this.#retries = retries;
    this.#findings = findings;
    this.#notices = notices;
    this.#received = received;
  }

  /**
   * @param {import('../e1/trusted-device.js').TrustedDevice} sender
   * @param {import('../e1/content.js').Content} content
   * @throws {Refused}
   * @throws {import('../e1/rejections.js').ContentRejected}
   */
  read(step, letter, sender, content) {
    const conversation = this.#conversation(step, letter);
    const outcome = this.#judge(step, letter, content, conversation);
    const { body } = content;
    switch (body.type) {
      case ContentType.TEXT:
        this.#text(step, letter, content, conversation, outcome);
        break;
      case ContentType.RETRY:
        this.#retries.answer(step, sender, body);
        break;
      case ContentType.EMPTY:
        break;
      default:
        this.#unknown(step, letter, body, conversation, outcome);
    }
    const other = this.#other(letter.sender.user, conversation);
    this.#findings.report(step, conversation.id, letter.sender.user, other, outcome.findings);
  }

  #conversation(step, letter) {
    const author = letter.sender.user;
    const own = author === this.#account.user;
    if (own && letter.conversation !== this.#account.conversationWith(author)) {
      return this.#ofOtherDevice(step, letter);
    }
    if (letter.conversation !== this.#account.conversationWith(author)) {
      throw new Refused('The server put a message into another conversation.');
    }
    return conversationWith(step, this.#account, author);
  }

  #ofOtherDevice(step, letter) {
    const known = conversationOf(step, letter.conversation);
    if (known === undefined) {
      throw new Refused('Another device of yours wrote to somebody whom this device does not know.');
    }
    return known;
  }

  #judge(step, letter, content, conversation) {
    const author = letter.sender.user;
    const counts = !isControl(content.body);
    const outcome = judgeContent(
      content.head,
      { author: letter.sender, conversation: letter.conversation, message: letter.messageId },
      {
        members: [this.#account.user, conversation.peer],
        authorLists: this.#contacts.views(step, author),
        auxiliaries: this.#contacts.views(step, this.#other(author, conversation)),
        sequence: counts ? (step.get('tracks', trackKey(letter)) ?? NOTHING_CAME) : NOTHING_CAME,
      },
    );
    const numbers = counts && !this.#isThere(step, letter, content);
    return numbers ? outcome : { ...outcome, findings: outcome.findings.filter(isAboutViews) };
  }

  #text(step, letter, content, conversation, outcome) {
    if (this.#isThere(step, letter, content)) {
      return;
    }
    const { sentAt, sequence } = content.head;
    if (letter.partial && !this.#retries.takeAwaited(step, letter.sender, sentAt)) {
      throw new Refused('A message came to this device only, which nobody asked for.');
    }
    this.#number(step, letter, content);
    step.put('tracks', trackKey(letter), outcome.sequence);
    const own = letter.sender.user === this.#account.user;
    const message = addMessage(
      step,
      conversationOf(step, conversation.id) ?? conversation,
      {
        id: letter.messageId,
        author: letter.sender.user,
        device: letter.sender.device,
        sentAt: Number(sentAt),
        sequence,
        state: own ? 'SENT' : 'RECEIVED',
        time: letter.time,
        text: content.body.text,
      },
      own,
    );
    step.afterwards(() => this.#received(message));
  }

  /** Whether this is the very text that has come before, sent once more on request: it is shown once. */
  #isThere(step, letter, { head, body }) {
    const there = step.get('numbers', numberKey(letter, head.sequence)) ?? [];
    return body.type === ContentType.TEXT && there.some(({ sentAt, text }) => sentAt === head.sentAt && text === body.text);
  }

  #number(step, letter, { head, body }) {
    const key = numberKey(letter, head.sequence);
    const there = step.get('numbers', key) ?? [];
    if (there.length >= MOST_UNDER_ONE_NUMBER) {
      throw new Refused("A message was not taken, as its author's device gave too many others the same number.");
    }
    step.put('numbers', key, [...there, { sentAt: head.sentAt, text: body.text }]);
  }

  #unknown(step, letter, body, conversation, outcome) {
    if (!isControl(body)) {
      step.put('tracks', trackKey(letter), outcome.sequence);
      this.#notices.add(step, 'REMARK', conversation.id, 'A message of a kind came that this program does not know.');
    }
  }

  #other(author, conversation) {
    return author === this.#account.user ? conversation.peer : this.#account.user;
  }
}

function isAboutViews({ kind }) {
  return kind === 'SPLIT_VIEW' || kind === 'NEWER_VIEW';
}

function trackKey({ conversation, sender }) {
  return `${conversation}/${deviceKey(sender)}`;
}

function numberKey(letter, sequence) {
  return `${trackKey(letter)}/${sequence}`;
}
