import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, toHex } from '../../../main/resources/dev/letterlock/web/bytes.js';
import { AccountKeyRollover } from '../../../main/resources/dev/letterlock/web/e1/account-key-rollover.js';
import { DeviceCert } from '../../../main/resources/dev/letterlock/web/e1/device-cert.js';
import { DeviceListPins } from '../../../main/resources/dev/letterlock/web/e1/device-list-pins.js';
import { DeviceList, entryOf } from '../../../main/resources/dev/letterlock/web/e1/device-list.js';
import { lineageOf, reachingTo } from '../../../main/resources/dev/letterlock/web/e1/key-lineage.js';
import { ListEvidence } from '../../../main/resources/dev/letterlock/web/e1/list-evidence.js';
import { fingerprintOf } from '../../../main/resources/dev/letterlock/web/e1/key-fingerprint.js';
import { signingKeyPair } from '../../../main/resources/dev/letterlock/web/e1/sodium.js';
import { faultOf, filled, idOf, vectors } from '../vectors.js';

/** docs/E2EE.md §2.2, by docs/vectors/e1-lists.json. */

const file = vectors('e1-lists');
const user = idOf(file.user);
const rollover = AccountKeyRollover.parse(fromHex(file.rollover));

const key = (name) => signingKeyPair(filled(file.account_keys[name].seed_byte));
const list = (version) => DeviceList.parse(fromHex(file.lists[version - 1].bytes));
const beside = (vector) => (vector.rollover === undefined ? null : AccountKeyRollover.parse(fromHex(vector.rollover)));
const pins = (version) => DeviceListPins.first(user, list(version));

test('makes the same lists from the seeds', () => {
  let before = null;
  for (const vector of file.lists) {
    const entries = vector.entries.map((entry) => ({ ...entry, certHash: fromHex(entry.certHash) }));
    const pair = key(vector.account_key);
    const created = BigInt(vector.created);
    const made = before === null ? DeviceList.first(pair, user, created, entries) : before.next(pair, created, entries);
    assert.equal(toHex(made.encode()), vector.bytes);
    assert.equal(toHex(made.listHash()), vector.listHash);
    assert.equal(made.version, BigInt(vector.listVer));
    assert.equal(toHex(made.previous), vector.prevHash);
    before = made;
  }
});

test('makes the same rollover from the seeds', () => {
  const issued = AccountKeyRollover.issue(key('OLD'), key('NEW').publicKey, list(2));
  assert.equal(toHex(issued.encode()), file.rollover);
});

test('names the devices by their certificates', () => {
  const named = file.devices.map((device) => {
    const cert = DeviceCert.parse(fromHex(device.cert));
    cert.verify();
    assert.equal(toHex(cert.certHash()), device.certHash);
    assert.equal(toHex(cert.encode()), device.cert);
    assert.deepEqual(cert.signingKey, signingKeyPair(filled(device.dsk_seed_byte)).publicKey);
    return entryOf(cert);
  });
  assert.deepEqual([...list(2).entries], named);
});

test('follows the whole chain', () => {
  list(1).requireFirst();
  list(2).requireFollows(list(1));
  rollover.requireFollows(list(2), list(3));
  list(4).requireFollows(list(3));
  const second = pins(1).verify().observe(list(2), null);
  const third = second.pins.observe(list(3), rollover);
  const fourth = third.pins.observe(list(4), null);
  assert.deepEqual([second.kind, third.kind, fourth.kind], ['ADVANCED', 'ROLLED_OVER', 'ADVANCED']);
  assert.equal(fourth.pins.verified, true);
  assert.equal(fourth.pins.list.entries.length, DeviceList.MAX_DEVICES);
});

test('reaches back to the account key of before', () => {
  const back = reachingTo(lineageOf(list(3).accountKey), list(2), list(3), rollover);
  assert.deepEqual([...back], [key('NEW').publicKey, key('OLD').publicKey].map(fingerprintOf));
});

test('waits for a word once a compared key changes, and goes back at a no', () => {
  const compared = pins(2).verify();
  const reset = compared.observe(list(3), null);
  assert.equal(reset.kind, 'ACCOUNT_KEY_RESET');
  assert.deepEqual(reset.pins.list, list(2));
  const cert = DeviceCert.parse(fromHex(file.devices[1].cert));
  assert.equal(
    faultOf(() => reset.pins.trust(cert)),
    'KEY_CHANGE_UNACKNOWLEDGED',
  );
  const rejected = reset.pins.reject();
  assert.equal(rejected.verified, true);
  assert.equal(rejected.observe(list(3), null).kind, 'UNCHANGED');
  assert.equal(reset.pins.acknowledge().list.version, 3n);
});

test('follows a change at once where nothing was compared, and keeps the list from before', () => {
  const reset = pins(2).observe(list(3), null);
  assert.equal(reset.pins.list.version, 3n);
  const rejected = reset.pins.reject();
  assert.equal(rejected.list.version, 2n);
  assert.equal(rejected.observe(list(4), null).pins.pending.version, 4n);
});

function breakChain(vector) {
  const next = DeviceList.parse(fromHex(vector.list));
  next.verify();
  const roll = beside(vector);
  if (vector.before === 0) {
    next.requireFirst();
  } else if (roll === null) {
    next.requireFollows(list(vector.before));
  } else {
    roll.requireFollows(list(vector.before), next);
  }
}

function judged(vector, own) {
  let meaning;
  const fault = faultOf(() => {
    const next = DeviceList.parse(fromHex(vector.list));
    const roll = beside(vector);
    meaning = vector.before === 0 ? pinned(next) : meaningOf(observe(pins(vector.before), next, roll, own));
  });
  return fault ?? meaning;
}

function pinned(next) {
  DeviceListPins.first(user, next);
  return 'PINNED';
}

function observe(known, next, roll, own) {
  return own ? known.observeOwn(next, roll) : known.observe(next, roll);
}

function meaningOf(outcome) {
  switch (outcome.kind) {
    case 'ALARMED':
      return outcome.alarm;
    case 'ADVANCED':
      return outcome.skipped ? 'SKIPPED' : 'ADVANCED';
    case 'ACCOUNT_KEY_RESET':
      return 'RESET';
    default:
      return outcome.kind;
  }
}

for (const vector of file.refused) {
  test(`${vector.rule}: ${vector.name}`, () => {
    assert.equal(
      faultOf(() => breakChain(vector)),
      vector.chain,
    );
    assert.equal(judged(vector, false), vector.contact);
    if (vector.before > 0) {
      assert.equal(judged(vector, true), vector.own);
    }
  });
}

for (const vector of file.evidence) {
  test(`evidence: ${vector.name}`, () => {
    const bytes = fromHex(vector.bytes);
    if (vector.holds === undefined) {
      assert.notEqual(
        faultOf(() => ListEvidence.decode(bytes)),
        null,
      );
    } else {
      const evidence = ListEvidence.decode(bytes);
      assert.equal(toHex(evidence.encode()), vector.bytes);
      assert.equal(evidence.holds(), vector.holds);
    }
  });
}
