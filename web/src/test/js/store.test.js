import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { StateRejected } from '../../main/resources/dev/letterlock/web/e1/rejections.js';
import { JournalStore } from '../../main/resources/dev/letterlock/web/node/journal-store.js';
import { Profile } from '../../main/resources/dev/letterlock/web/profile/profile.js';
import { decodeValue, encodeValue } from '../../main/resources/dev/letterlock/web/profile/value-codec.js';
import { MemoryStore } from '../../main/resources/dev/letterlock/web/store/memory-store.js';
import { SealedStore } from '../../main/resources/dev/letterlock/web/store/sealed-store.js';
import { filled } from './vectors.js';

const folder = mkdtempSync(join(tmpdir(), 'letterlock-web-'));
after(() => rmSync(folder, { recursive: true }));

const SAMPLE = {
  nothing: null,
  flags: [true, false],
  number: -1.5,
  large: 2n ** 64n - 1n,
  text: 'ä😀',
  bytes: Uint8Array.of(0, 255),
  map: new Map([[3, { key: Uint8Array.of(1) }]]),
};

test('keeps plain data as it is', () => {
  assert.deepEqual(decodeValue(encodeValue(SAMPLE)), SAMPLE);
});

test('refuses every cut of plain data, and a byte more', () => {
  const bytes = encodeValue(SAMPLE);
  for (let size = 0; size < bytes.length; size++) {
    assert.throws(() => decodeValue(bytes.slice(0, size)), StateRejected);
  }
  assert.throws(() => decodeValue(Uint8Array.of(...bytes, 0)), { fault: 'BAD_LENGTH' });
});

test('keeps no value that it could not give back', () => {
  assert.throws(() => encodeValue({ at: new Date() }), TypeError);
  assert.throws(() => encodeValue({ at: undefined }), TypeError);
});

const write = async (path, ...changes) => {
  const store = new JournalStore(path);
  await store.load();
  for (const change of changes) {
    await store.write(change);
  }
  await store.close();
};

const read = async (path) => {
  const store = new JournalStore(path);
  const records = new Map(await store.load());
  await store.close();
  return records;
};

test('keeps whole writes of a journal, whatever was cut off behind them', async () => {
  const path = join(folder, 'cut');
  await write(path, [['a:1', filled(1, 40)]]);
  const first = statSync(path).size;
  await write(path, [['a:1', null], ['a:2', filled(2, 40)]]);
  const whole = readFileSync(path);
  const expected = new Map([['a:2', filled(2, 40)]]);
  assert.deepEqual(await read(path), expected);
  for (let size = first; size < whole.length; size++) {
    writeFileSync(path, whole);
    truncateSync(path, size);
    assert.deepEqual(await read(path), new Map([['a:1', filled(1, 40)]]), `${size} bytes`);
  }
  writeFileSync(path, whole);
  appendFileSync(path, Uint8Array.of(0, 0, 0, 1));
  assert.deepEqual(await read(path), expected);
});

test('lets nobody else read a journal', async () => {
  const path = join(folder, 'private');
  await write(path, [['a:1', filled(1)]]);
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('opens sealed records under their key and name only', async () => {
  const inner = new MemoryStore();
  const sealed = new SealedStore(inner, filled(7));
  await sealed.write([['a:1', filled(1)], ['a:2', filled(2)]]);
  assert.deepEqual(await sealed.load(), [['a:1', filled(1)], ['a:2', filled(2)]]);
  await assert.rejects(new SealedStore(inner, filled(8)).load(), { fault: 'NOT_OPENED' });
  const [[, one]] = await inner.load();
  await inner.write([['a:2', one]]);
  await assert.rejects(sealed.load(), { fault: 'NOT_OPENED' });
});

test('keeps all of a step or nothing', async () => {
  const store = new MemoryStore();
  const profile = await Profile.open(store);
  const step = profile.begin();
  let told = 0;
  step.put('a', '1', { x: 1n });
  step.afterwards(() => told++);
  assert.deepEqual([step.get('a', '1'), step.ids('a'), told], [{ x: 1n }, ['1'], 0]);
  assert.equal(profile.begin().has('a', '1'), false);
  await step.commit();
  assert.deepEqual([profile.begin().get('a', '1'), told], [{ x: 1n }, 1]);
  profile.begin().put('a', '1', null);
  assert.deepEqual((await Profile.open(store)).begin().get('a', '1'), { x: 1n });
});

test('builds on nothing once a write has failed', async () => {
  const store = new MemoryStore();
  const profile = await Profile.open(store);
  store.write = () => Promise.reject(new Error('disk full'));
  const step = profile.begin();
  step.put('a', '1', 1);
  step.afterwards(() => assert.fail('told though it was not kept'));
  await assert.rejects(step.commit(), /disk full/);
  assert.equal(profile.begin().has('a', '1'), false);
  delete store.write;
  const next = profile.begin();
  next.put('a', '2', 2);
  await assert.rejects(next.commit(), /a write has failed before/);
});
