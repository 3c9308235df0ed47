import { encodeContent, NO_VIEW, viewOf } from '../e1/content.js';
import { newContentKey, payloadHash, sealSlice } from '../e1/slice.js';
import { equal } from '../bytes.js';
import { encodeFrame } from '../wire/frames.js';
import { MessageClass } from '../wire/message-flags.js';
import { addressOf, deviceKey } from './account.js';
import { identityOf } from './contacts.js';
import { isRequest } from './drafts.js';
import { Refused } from './refused.js';

/** From a draft to the bytes of a Send: docs/E2EE.md §2.5 to §2.7. All of it is in the step before a byte leaves. */
export class Sealer {
  #account;
  #contacts;
  #starts;

  constructor(account, contacts, starts) {
    this.#account = account;
    this.#contacts = contacts;
    this.#starts = starts;
  }

  /**
   * @param {import('./drafts.js').Draft} draft
   * @returns {Promise<{frame: Uint8Array | null, devices: Array<{user: string, device: number}>}>} null for nobody
   * @throws {Refused}
   */
  async seal(step, draft) {
    const known = await this.#targets(step, draft);
    await this.#requireIdentity(step, draft);
    const targets = known.length === 0 ? [] : await this.#starts.begin(step, draft, known);
    if (targets.length === 0) {
      return { frame: null, devices: [] };
    }
    const lists = await this.#lists(step, draft);
    const cek = newContentKey();
    const slice = sealSlice(cek, this.#content(draft, lists));
    const hash = payloadHash(slice);
    const entries = targets.map((target) => this.#entry(step, draft, target, hash, cek));
    this.#keepCopy(step, draft, targets);
    return { frame: this.#frame(draft, lists, slice, entries), devices: targets.map(addressOf) };
  }

  async #targets(step, draft) {
    const theirs = await this.#contacts.devices(step, draft.recipient);
    const toOneself = draft.recipient === this.#account.user;
    if (!toOneself && theirs.length === 0 && draft.to === null) {
      throw new Refused(`The server reaches no device of ${this.#contacts.name(step, draft.recipient)}.`);
    }
    const own = toOneself ? [] : await this.#contacts.devices(step, this.#account.user);
    return [...theirs, ...own].filter(
      (device) => !this.#account.isThisDevice(device.cert.address) && isFor(draft, device),
    );
  }

  /** What was written for one identity goes to no other without a word (R4). */
  async #requireIdentity(step, draft) {
    if (draft.identity === null || draft.recipient === this.#account.user) {
      return;
    }
    await this.#contacts.pins(step, draft.recipient);
    if (!this.#contacts.lineage(step, draft.recipient).includes(draft.identity)) {
      const name = this.#contacts.name(step, draft.recipient);
      throw new Refused(`This was written for ${name} under another account key and waits for your word.`, 'WORD');
    }
  }

  async #lists(step, draft) {
    const { list: own } = await this.#contacts.pins(step, this.#account.user);
    const { list: peer } = await this.#contacts.pins(step, draft.recipient);
    return { own, peer };
  }

  #content(draft, { own, peer }) {
    const { user, device } = this.#account;
    const head = {
      author: { user, device },
      conversation: draft.conversation,
      message: draft.id,
      sentAt: BigInt(draft.sentAt),
      sequence: draft.sequence,
      ownList: viewOf(own.version, own.listHash()),
      auxiliary: viewOf(peer.version, peer.listHash()),
      log: NO_VIEW,
    };
    return encodeContent({ head, body: draft.body });
  }

  #entry(step, draft, target, hash, cek) {
    const address = addressOf(target);
    const state = this.#starts.state(step, address);
    const { sessions } = this.#account;
    const sealed = isRequest(draft)
      ? sessions.encryptRequest(state, target, hash, cek)
      : sessions.encrypt(state, target, hash, cek);
    this.#starts.keep(step, address, sealed.next);
    return {
      userSlot: address.user === draft.recipient ? 0 : 1,
      device: address.device,
      registration: target.cert.address.reg,
      header: sealed.header,
    };
  }

  /** For whoever asks for it once more; only the certificate that it was sent to gets it. */
  #keepCopy(step, draft, targets) {
    const sentTo = Object.fromEntries(targets.map((target) => [deviceKey(addressOf(target)), target.certHash]));
    step.put('copies', draft.id, { draft, sentTo, at: this.#account.clock() });
  }

  #frame(draft, { own, peer }, slice, entries) {
    return encodeFrame({
      type: 'Send',
      ref: 0,
      messageClass: MessageClass.NORMAL,
      partial: draft.to !== null,
      messageId: draft.id,
      recipient: draft.recipient,
      conversation: draft.conversation,
      expiry: 0n,
      recipientListVersion: peer.version,
      senderListVersion: own.version,
      collapseTag: null,
      slice,
      entries,
    });
  }
}

/** @returns {string | null} the fingerprint that a draft written now is meant for */
export function identityNow(contacts, step, user) {
  const pins = contacts.known(step, user);
  return pins === null ? null : identityOf(pins);
}

function isFor(draft, device) {
  const { user, device: number } = device.cert.address;
  const named = draft.to === null || draft.to.some((only) => only.user === user && only.device === number);
  return named && (draft.certHash === null || equal(draft.certHash, device.certHash));
}
