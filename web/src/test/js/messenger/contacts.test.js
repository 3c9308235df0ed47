import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../../main/resources/dev/letterlock/web/api/api-client.js';
import { fromHex, toHex } from '../../../main/resources/dev/letterlock/web/bytes.js';
import { AccountKeyRollover } from '../../../main/resources/dev/letterlock/web/e1/account-key-rollover.js';
import { DeviceCert, Suite } from '../../../main/resources/dev/letterlock/web/e1/device-cert.js';
import { DeviceList } from '../../../main/resources/dev/letterlock/web/e1/device-list.js';
import { fingerprintOf } from '../../../main/resources/dev/letterlock/web/e1/key-fingerprint.js';
import { OwnDevice } from '../../../main/resources/dev/letterlock/web/e1/own-device.js';
import { signingKeyPair } from '../../../main/resources/dev/letterlock/web/e1/sodium.js';
import { Account } from '../../../main/resources/dev/letterlock/web/messenger/account.js';
import { Contacts } from '../../../main/resources/dev/letterlock/web/messenger/contacts.js';
import { Notices } from '../../../main/resources/dev/letterlock/web/messenger/notices.js';
import { Profile } from '../../../main/resources/dev/letterlock/web/profile/profile.js';
import { MemoryStore } from '../../../main/resources/dev/letterlock/web/store/memory-store.js';
import { filled, idOf, vectors } from '../vectors.js';

/** What a client makes of the lists that a server shows, one after the other: docs/E2EE.md §2.2 and §2.10. */

const file = vectors('e1-lists');
const user = idOf(file.user);
const certificates = file.devices.map(({ cert }) => DeviceCert.parse(fromHex(cert)));
const rollover = AccountKeyRollover.parse(fromHex(file.rollover));
const list = (version) => DeviceList.parse(fromHex(file.lists[version - 1].bytes));
const published = (shown, beside = null) => ({ user, name: 'anna', list: shown, rollover: beside, certificates });
const honest = (version) => published(list(version), version === 3 ? rollover : null);
const fingerprint = (name) => fingerprintOf(fromHex(file.account_keys[name].aik));

const own = OwnDevice.generate(Suite.HYBRID, { user: '00000000-0000-4000-8000-000000000099', device: 1, reg: 1 }, 0);
const clock = () => 1_700_000_000_000;

/** A server that shows what it is told to, as the newest list. */
class ShownLists {
  newest = honest(1);

  async byName() {
    return this.newest;
  }

  async newestOf() {
    return this.newest;
  }

  async ofVersion(_, version) {
    return honest(Number(version));
  }
}

async function meet() {
  const server = new ShownLists();
  const profile = new Profile(new MemoryStore());
  const notices = new Notices(clock, () => {});
  const contacts = new Contacts(new Account('bert', own, clock), server, notices);
  const step = profile.begin();
  assert.equal(await contacts.byName(step, 'anna'), user);
  const alarms = () => notices.all(step).filter(({ kind }) => kind === 'ALARM').length;
  return { server, contacts, step, alarms, pinned: () => contacts.known(step, user) };
}

const numbers = (devices) => devices.map(({ cert }) => cert.address.device);

test('follows a chain with a rollover by the lists between, and knows both keys', async () => {
  const { server, contacts, step, alarms, pinned } = await meet();
  assert.deepEqual(numbers(await contacts.devices(step, user)), [7]);
  server.newest = honest(4);
  await contacts.refresh(step, user);
  assert.equal(pinned().list.version, 4n);
  assert.equal(alarms(), 0);
  assert.deepEqual(contacts.lineage(step, user), [fingerprint('NEW'), fingerprint('OLD')]);
  assert.equal(contacts.views(step, user).length, 4);
  assert.deepEqual(numbers(await contacts.devices(step, user)), [7, 2]);
});

test('hears no device that no list names', async () => {
  const { contacts, step } = await meet();
  await assert.rejects(contacts.device(step, { user, device: 2 }), { name: 'Refused', remedy: 'NOTHING' });
});

test('tells a rollback and keeps the newer list', async () => {
  const { server, contacts, step, alarms, pinned } = await meet();
  server.newest = honest(2);
  await contacts.refresh(step, user);
  server.newest = honest(1);
  await contacts.refresh(step, user);
  assert.deepEqual([pinned().list.version, alarms()], [2n, 1]);
});

test('tells a split and keeps the list that was first', async () => {
  const { server, contacts, step, alarms, pinned } = await meet();
  const other = DeviceList.first(signingKeyPair(filled(file.account_keys.OLD.seed_byte)), user, 5n, []);
  server.newest = published(other);
  await contacts.refresh(step, user);
  assert.deepEqual([toHex(pinned().list.listHash()), alarms()], [file.lists[0].listHash, 1]);
});

test('lets nobody be somebody else', async () => {
  const { server, contacts, step } = await meet();
  server.newest = { ...honest(1), name: 'eve' };
  await assert.rejects(contacts.byName(step, 'anna'), { name: 'Refused' });
  server.newest = { ...honest(1), user: own.cert.address.user };
  await assert.rejects(contacts.refresh(step, user), { name: 'Refused' });
});

test('says of a new key that nothing vouches for, and that what was written before was not for it', async () => {
  const { server, contacts, step, alarms } = await meet();
  server.newest = honest(2);
  await contacts.refresh(step, user);
  server.newest = published(list(3));
  await contacts.refresh(step, user);
  assert.equal(alarms(), 1);
  assert.deepEqual(contacts.lineage(step, user), [fingerprint('NEW')]);
});

test('seals nothing for a compared key that changes, until a word', async () => {
  const { server, contacts, step, alarms, pinned } = await meet();
  server.newest = honest(2);
  await contacts.refresh(step, user);
  contacts.keep(step, user, pinned().verify());
  server.newest = published(list(3));
  await contacts.refresh(step, user);
  assert.equal(alarms(), 1);
  await assert.rejects(contacts.devices(step, user), { name: 'Refused', remedy: 'WORD' });
  assert.deepEqual(contacts.lineage(step, user), [fingerprint('OLD')]);
  const accepted = pinned().acknowledge();
  contacts.keep(step, user, accepted);
  contacts.beginLineage(step, user, accepted);
  assert.deepEqual(contacts.lineage(step, user), [fingerprint('NEW')]);
  assert.deepEqual(numbers(await contacts.devices(step, user)), [2]);
});

test('keeps nothing of a list when the server is away', async () => {
  const { server, contacts, step, pinned } = await meet();
  server.newest = honest(4);
  server.ofVersion = () => Promise.reject(new ApiError(503, 'unavailable', 0, 'away'));
  await assert.rejects(contacts.refresh(step, user), ApiError);
  assert.equal(pinned().list.version, 1n);
});
