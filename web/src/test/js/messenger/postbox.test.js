import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8, view } from '../../../main/resources/dev/letterlock/web/bytes.js';
import { Suite } from '../../../main/resources/dev/letterlock/web/e1/device-cert.js';
import { OwnDevice } from '../../../main/resources/dev/letterlock/web/e1/own-device.js';
import { Account } from '../../../main/resources/dev/letterlock/web/messenger/account.js';
import {
  addMessage,
  conversationOf,
  conversationWith,
  messageAt,
} from '../../../main/resources/dev/letterlock/web/messenger/conversations.js';
import { Desk } from '../../../main/resources/dev/letterlock/web/messenger/desk.js';
import { textDraft } from '../../../main/resources/dev/letterlock/web/messenger/drafts.js';
import { Notices } from '../../../main/resources/dev/letterlock/web/messenger/notices.js';
import { Postbox } from '../../../main/resources/dev/letterlock/web/messenger/postbox.js';
import { Refused } from '../../../main/resources/dev/letterlock/web/messenger/refused.js';
import { Profile } from '../../../main/resources/dev/letterlock/web/profile/profile.js';
import { MemoryStore } from '../../../main/resources/dev/letterlock/web/store/memory-store.js';

/** That nothing that was written is lost or goes twice as two: docs/PROTOCOL.md §3.5 and §3.6. */

const PEER = '00000000-0000-4000-8000-000000000002';
const HORIZON = 60_000;
const own = OwnDevice.generate(Suite.HYBRID, { user: '00000000-0000-4000-8000-000000000001', device: 1, reg: 1 }, 0);

/** A device whose seals are readable: six bytes for type, flags and ref, then number and text. */
class Device {
  now = 1_700_000_000_000;
  store = new MemoryStore();
  sent = [];
  sealing = async (step, { sequence, body }) => ({ frame: utf8(`\0\0\0\0\0\0${sequence} ${body.text}`), devices: [] });
  lesson = async () => {};

  async start() {
    this.profile = await Profile.open(this.store);
    this.account = new Account('anna', own, () => this.now);
    this.postbox = new Postbox({
      account: this.account,
      profile: this.profile,
      desk: new Desk(),
      sealer: { seal: (step, draft) => this.sealing(step, draft) },
      rosters: { take: (...given) => this.lesson(...given) },
      notices: new Notices(() => this.now, () => {}),
      changed: () => {},
      failed: assert.fail,
    });
    this.postbox.load();
    return this;
  }

  async write(text) {
    const step = this.profile.begin();
    const conversation = conversationWith(step, this.account, PEER);
    const draft = textDraft(this.account, conversation, text, null, conversation.last + 1);
    this.postbox.post(step, draft);
    addMessage(step, conversation, { id: draft.id, state: 'WAITING', time: 0n, text }, true);
    await step.commit();
    await this.postbox.pump();
  }

  async connect(newEpoch = false) {
    this.sent = [];
    const welcome = { maxUnanswered: 256, acceptedHorizonMillis: HORIZON };
    const send = (frame) => this.sent.push([view(frame).getUint32(2), new TextDecoder().decode(frame.slice(6))]);
    await this.postbox.connected(send, welcome, newEpoch);
    await this.postbox.pump();
  }

  accept(ref, time = 1n) {
    return this.postbox.accepted({ ranges: [{ firstRef: ref, lastRef: ref, time }], full: [] });
  }

  refuse(ref, code, retryAfterMillis = 0) {
    return this.postbox.refused({ firstRef: ref, lastRef: ref, code, retryAfterMillis });
  }

  states() {
    const step = this.profile.begin();
    const { id, last } = conversationOf(step, this.account.conversationWith(PEER));
    return Array.from({ length: last }, (_, at) => messageAt(step, id, at + 1).state);
  }

  close() {
    this.postbox.close();
  }
}

async function withDevice(work) {
  const device = await new Device().start();
  try {
    await work(device);
  } finally {
    device.close();
  }
}

test('sends texts in their order, each once the one before was answered', () =>
  withDevice(async (device) => {
    await device.connect();
    await device.write('one');
    await device.write('two');
    assert.deepEqual(device.sent, [[1, '1 one']]);
    await device.accept(1);
    assert.deepEqual(device.sent.slice(1), [[2, '2 two']]);
    await device.accept(2);
    assert.deepEqual(device.states(), ['SENT', 'SENT']);
    assert.equal(device.postbox.isEmpty, true);
  }));

test('hands in the same bytes again after a lost connection, and after a death', () =>
  withDevice(async (device) => {
    await device.connect();
    await device.write('one');
    device.sealing = () => assert.fail('sealed twice');
    device.postbox.disconnected();
    await device.connect();
    assert.deepEqual(device.sent, [[1, '1 one']]);
    device.close();
    await device.start();
    await device.connect();
    assert.deepEqual(device.sent, [[1, '1 one']]);
    await device.accept(1);
    device.close();
    await device.start();
    await device.connect();
    assert.deepEqual([device.sent, device.states()], [[], ['SENT']]);
  }));

test('lets nothing leave that is not kept', () =>
  withDevice(async (device) => {
    await device.connect();
    const { write } = device.store;
    device.sealing = async () => {
      device.store.write = () => Promise.reject(new Error('disk full'));
      return { frame: utf8('\0\0\0\0\0\0never'), devices: [] };
    };
    await assert.rejects(device.write('one'), /disk full/);
    assert.deepEqual(device.sent, []);
    device.store.write = write;
  }));

test('gives the number of a text that was refused for good to the next', () =>
  withDevice(async (device) => {
    await device.connect();
    await device.write('one');
    await device.write('two');
    await device.refuse(1, 13);
    assert.deepEqual(device.sent.slice(1), [[2, '1 two']]);
    assert.deepEqual(device.states(), ['FAILED', 'WAITING']);
  }));

test('hands in the same bytes later when the server asks for time', () =>
  withDevice(async (device) => {
    await device.connect();
    await device.write('one');
    await device.refuse(1, 32, 500);
    await device.postbox.pump();
    assert.equal(device.sent.length, 1);
    device.now += 500;
    await device.postbox.pump();
    assert.deepEqual(device.sent[1], [2, '1 one']);
  }));

test('seals anew after a mismatch, under the same number, and gives up in the end', () =>
  withDevice(async (device) => {
    let lessons = 0;
    device.lesson = async () => lessons++;
    await device.connect();
    await device.write('one');
    for (let ref = 1; ref <= 4; ref++) {
      assert.deepEqual(device.sent.at(-1), [ref, '1 one']);
      await device.postbox.mismatched({ firstRef: ref, lastRef: ref });
    }
    assert.deepEqual([device.sent.length, lessons, device.states()], [4, 3, ['FAILED']]);
  }));

test('waits for a word about a key with all that is behind it', () =>
  withDevice(async (device) => {
    const { sealing } = device;
    device.sealing = () => Promise.reject(new Refused('written for another key', 'WORD'));
    await device.connect();
    await device.write('one');
    device.sealing = sealing;
    await device.write('two');
    device.now += 10 * HORIZON;
    await device.postbox.pump();
    assert.deepEqual(device.sent, []);
    device.postbox.release();
    await device.postbox.pump();
    assert.deepEqual(device.sent, [[1, '1 one']]);
  }));

test('hands in again what was accepted lately once the server has lost its memory', () =>
  withDevice(async (device) => {
    await device.connect();
    await device.write('old');
    await device.accept(1);
    device.now += HORIZON + 1;
    await device.write('new');
    await device.accept(2);
    await device.write('unanswered');
    await device.connect(true);
    assert.deepEqual(device.sent, [
      [1, '3 unanswered'],
      [2, '2 new'],
    ]);
    await device.refuse(2, 13);
    assert.deepEqual(device.states(), ['SENT', 'SENT', 'WAITING']);
    await device.accept(1);
    assert.deepEqual(device.states(), ['SENT', 'SENT', 'SENT']);
    assert.equal(device.postbox.isEmpty, true);
  }));
