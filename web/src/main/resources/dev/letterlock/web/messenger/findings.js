import { compareView } from '../e1/view-history.js';
import { isOutage } from './contacts.js';

/**
 * What the head of a message tells besides: numbers that are missing or come twice, and views of lists that have to agree
 * (docs/E2EE.md §2.6). A view of a newer list is compared again until the server has shown one.
 */
export class Findings {
  #account;
  #contacts;
  #notices;
  #tried = new Set();

  constructor(account, contacts, notices) {
    this.#account = account;
    this.#contacts = contacts;
    this.#notices = notices;
  }

  /** @param {import('../e1/content-checks.js').Finding[]} findings about a message of `author` to `other` */
  report(step, conversation, author, other, findings) {
    for (const finding of findings) {
      const user = finding.chain === 'AUTHOR_LIST' ? author : other;
      switch (finding.kind) {
        case 'MISSING':
          this.#missing(step, conversation, author, finding.numbers);
          break;
        case 'REPEATED_NUMBER':
          this.#tell(step, 'ALARM', conversation, `A device of ${this.#contacts.name(step, author)} gave two messages the same number: it was set back, or copied.`);
          break;
        case 'SPLIT_VIEW':
          this.#split(step, conversation, user);
          break;
        case 'NEWER_VIEW':
          step.put('comparisons', `${user}/${finding.stated.version}`, { user, conversation, stated: finding.stated });
          break;
        default:
      }
    }
  }

  /** With each session the server is asked again. */
  begin() {
    this.#tried.clear();
  }

  /** Compares what is still open with lists that the server shows now, once in a session. */
  async compareOpen(step) {
    for (const id of step.ids('comparisons').filter((open) => !this.#tried.has(open))) {
      this.#tried.add(id);
      await this.#compare(step, id, step.get('comparisons', id));
    }
  }

  async #compare(step, id, { user, conversation, stated }) {
    try {
      await this.#contacts.refresh(step, user);
    } catch (error) {
      if (isOutage(error)) {
        return;
      }
      throw error;
    }
    const verdict = compareView(this.#contacts.views(step, user), stated);
    if (verdict !== 'NEWER') {
      step.remove('comparisons', id);
    }
    if (verdict === 'SPLIT') {
      this.#split(step, conversation, user);
    }
  }

  #missing(step, conversation, author, { from, to }) {
    const what = from === to ? `Message ${from}` : `Messages ${from} to ${to}`;
    this.#tell(step, 'REMARK', conversation, `${what} of ${this.#contacts.name(step, author)} did not come so far.`);
  }

  #split(step, conversation, user) {
    const whose = user === this.#account.user ? 'your own' : `${this.#contacts.name(step, user)}'s`;
    this.#tell(step, 'ALARM', conversation, `The server shows different people different lists of ${whose} devices.`);
  }

  #tell(step, kind, conversation, sentence) {
    this.#notices.add(step, kind, conversation, sentence);
  }
}
