import { ContentType } from '../e1/content-body.js';
import { countAnswer, countRetry } from '../e1/retry-ledger.js';
import { timeOfV7 } from '../ids.js';
import { addressOf, deviceKey } from './account.js';
import { isOutage } from './contacts.js';
import { againDraft, controlDraft } from './drafts.js';
import { Refused } from './refused.js';

/**
 * Asks for what could not be opened, and sends once more what others ask for: each message once, three a day and device,
 * and only to the certificate that it was sent to (docs/E2EE.md §2.5, R4).
 */
export class Retries {
  #account;
  #contacts;
  #starts;
  #postbox;

  constructor(account, contacts, starts, postbox) {
    this.#account = account;
    this.#contacts = contacts;
    this.#starts = starts;
    this.#postbox = postbox;
  }

  /** @returns {Promise<boolean>} whether the sender is asked */
  async askForUnread(step, letter, fault) {
    if (fault === 'SUITE_DOWNGRADE' || !this.ask(step, letter, letter.messageId)) {
      return false;
    }
    if (!this.#account.isThisDevice(letter.sender)) {
      await this.#offer(step, letter, fault !== 'UNKNOWN_PRE_KEY' && fault !== 'UNKNOWN_LINK');
    }
    return true;
  }

  /** @returns {boolean} whether the sender is asked */
  ask(step, { sender, conversation }, message) {
    const key = deviceKey(sender);
    const counted = countRetry(step.get('asked', key) ?? [], message, this.#account.clock());
    if (counted === null) {
      return false;
    }
    step.put('asked', key, counted);
    const remembered = (id) => counted.some(({ messageId }) => messageId === id);
    step.put('awaited', key, [...(step.get('awaited', key) ?? []), message].filter(remembered));
    const body = { type: ContentType.RETRY, conversation, message };
    this.#postbox.post(step, controlDraft(this.#account, sender.user, [sender], body, null));
    return true;
  }

  /** @returns {boolean} whether this device has asked for a text of that time; it comes once for each id */
  takeAwaited(step, sender, sentAt) {
    const key = deviceKey(sender);
    const awaited = step.get('awaited', key) ?? [];
    const found = awaited.find((message) => BigInt(timeOfV7(message)) === sentAt);
    if (found === undefined) {
      return false;
    }
    step.put('awaited', key, awaited.filter((message) => message !== found));
    return true;
  }

  answer(step, asking, { message }) {
    const address = addressOf(asking);
    const state = this.#starts.state(step, address);
    this.#starts.keep(step, address, this.#account.sessions.giveWay(state));
    const copy = step.get('copies', message);
    const sentTo = copy?.sentTo[deviceKey(address)];
    if (sentTo === undefined || isWorthless(copy.draft)) {
      return;
    }
    const ledger = step.get('answered', deviceKey(address)) ?? [];
    const counted = countAnswer(ledger, message, sentTo, asking.certHash, this.#account.clock());
    if (counted !== null) {
      step.put('answered', deviceKey(address), counted);
      this.#postbox.post(step, againDraft(this.#account, copy.draft, address, asking.certHash));
    }
  }

  async #offer(step, letter, linked) {
    try {
      await this.#starts.offer(step, await this.#contacts.device(step, letter.sender), linked);
    } catch (error) {
      // Without keys the question goes in the session that there is.
      if (!(error instanceof Refused) && !isOutage(error) && error.isVerdict !== true) {
        throw error;
      }
    }
  }
}

function isWorthless({ body }) {
  return body.type === ContentType.RETRY || body.type === ContentType.EMPTY;
}
