import { RosterKind } from '../wire/server-frames.js';
import { Refused } from './refused.js';

/**
 * What a RosterMismatch calls for: the signed lists are asked for and verified; the frame itself is a hint and never makes
 * a device trustworthy (docs/PROTOCOL.md §3.5).
 */
export class RosterAnswers {
  #account;
  #contacts;
  #notices;

  constructor(account, contacts, notices) {
    this.#account = account;
    this.#contacts = contacts;
    this.#notices = notices;
  }

  /** @throws {Refused} if the server wants a device addressed that is on no signed list */
  async take(step, draft, mismatch) {
    await this.#bringUpTo(step, draft.recipient, mismatch.recipientListVersion);
    await this.#bringUpTo(step, this.#account.user, mismatch.senderListVersion);
    for (const { device, kind } of mismatch.entries) {
      const listed = await this.#isListed(step, device);
      if (kind === RosterKind.EXTRA) {
        this.#drop(step, draft, device, listed);
      } else {
        this.#want(step, draft, device, listed);
      }
    }
  }

  async #bringUpTo(step, user, version) {
    const { list } = await this.#contacts.pins(step, user);
    if (list.version < version) {
      await this.#contacts.refresh(step, user);
    }
  }

  async #isListed(step, { user, device }) {
    const pins = await this.#contacts.pins(step, user);
    return [pins.list, pins.pending].some((list) => list?.entry(device) !== undefined);
  }

  #want(step, draft, address, listed) {
    if (!listed) {
      const name = this.#contacts.name(step, address.user);
      throw new Refused(`The server wants messages to go to a device that is not on the signed list of ${name}. It gets none.`);
    }
    this.#contacts.markWanted(address);
  }

  #drop(step, draft, address, listed) {
    if (listed) {
      this.#contacts.markAbsent(address);
      const called = `device ${address.device} of ${this.#contacts.name(step, address.user)}`;
      this.#notices.add(step, 'REMARK', draft.conversation, `The server does not reach ${called}; it gets no copy.`);
    }
  }
}
