import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, toHex } from '../../../main/resources/dev/letterlock/web/bytes.js';
import { judgeContent } from '../../../main/resources/dev/letterlock/web/e1/content-checks.js';
import { decodeContent, encodeContent, viewOf } from '../../../main/resources/dev/letterlock/web/e1/content.js';
import {
  openFromGroup,
  parseGroupHead,
  sealToGroup,
  withSenderKey,
} from '../../../main/resources/dev/letterlock/web/e1/group-cipher.js';
import { GroupRoster, MEMBERS_MAY_ADD, Role } from '../../../main/resources/dev/letterlock/web/e1/group-roster.js';
import { GroupState } from '../../../main/resources/dev/letterlock/web/e1/group-state.js';
import { GroupView, requireNamed } from '../../../main/resources/dev/letterlock/web/e1/group-view.js';
import { fingerprintOf } from '../../../main/resources/dev/letterlock/web/e1/key-fingerprint.js';
import { SafetyCode } from '../../../main/resources/dev/letterlock/web/e1/safety-code.js';
import { inGroups, safetyNumber } from '../../../main/resources/dev/letterlock/web/e1/safety-number.js';
import { distributionOf, rotationOf } from '../../../main/resources/dev/letterlock/web/e1/sender-chain.js';
import { SenderKeyDistribution } from '../../../main/resources/dev/letterlock/web/e1/sender-key.js';
import { NOTHING_CAME, acceptNumber } from '../../../main/resources/dev/letterlock/web/e1/sequence-track.js';
import { signingKeyPair } from '../../../main/resources/dev/letterlock/web/e1/sodium.js';
import { StateEvidence } from '../../../main/resources/dev/letterlock/web/e1/state-evidence.js';
import { withView } from '../../../main/resources/dev/letterlock/web/e1/view-history.js';
import { faultOf, filled, idOf, vectors } from '../vectors.js';

/** docs/E2EE.md §2.6, §2.8 and §2.10, by docs/vectors/e1-groups.json. */

const file = vectors('e1-groups');

const people = Object.values(file.people).map((person) => ({
  user: idOf(person.user),
  device: person.device,
  accountKey: fromHex(person.aik),
  fingerprint: person.aik_fingerprint,
  devicePair: signingKeyPair(filled(person.dsk_seed_byte)),
}));
const [anna, bert, carl] = people;
const personOf = (name) => people[Object.keys(file.people).indexOf(name)];

/** What the pinned lists of the three say. */
const devices = {
  signingKey: (user, device) =>
    people.find((person) => person.user === user && person.device === device)?.devicePair.publicKey ?? null,
  isKeyOf: (user, fingerprint) =>
    people.some((person) => person.user === user && person.fingerprint === fingerprint),
};

const dated = file.states.map(({ bytes, since }) => ({ state: GroupState.parse(fromHex(bytes)), since: BigInt(since) }));
const [first, second] = dated.map(({ state }) => state);
const view = () => GroupView.join(dated, devices);

const key = SenderKeyDistribution.parse(fromHex(file.sender_key.distribution));
const listsOfAnna = [viewOf(BigInt(file.list_of_anna.version), fromHex(file.list_of_anna.hash8))];
const states = [viewOf(2n, second.stateHash())];

const chain = {
  place: { group: second.group, epoch: 2, chain: file.sender_key.chain },
  stateHash: second.stateHash(),
  iteration: 0,
  began: 1_700_000_000_000,
  chainKey: filled(file.sender_key.ck_byte),
  signingSeed: filled(file.sender_key.sgk_seed_byte),
};

test('signs the same states', () => {
  const as = (person, role) => ({ user: person.user, role, accountKey: fingerprintOf(person.accountKey) });
  const signer = { user: anna.user, device: anna.device };
  const all = [as(anna, Role.ADMIN), as(bert, Role.MEMBER), as(carl, Role.MEMBER)];
  const roster = new GroupRoster(MEMBERS_MAY_ADD, all);
  const one = GroupState.first(anna.devicePair, signer, BigInt(file.states[0].created), roster);
  const two = one.next(anna.devicePair, signer, BigInt(file.states[1].created), new GroupRoster(0, all.slice(0, 2)));
  [one, two].forEach((state, at) => {
    assert.equal(toHex(state.encode()), file.states[at].bytes);
    assert.equal(toHex(state.stateHash()), file.states[at].stateHash);
    assert.equal(state.group, idOf(file.states[at].group));
  });
});

test('verifies the chain of states', () => {
  assert.equal(view().current, second);
  assert.deepEqual(GroupState.parse(first.encode()), first);
});

test('believes a state whose signer left once it is signed anew', () => {
  const anew = file.signed_anew.map(({ bytes }) => ({ state: GroupState.parse(fromHex(bytes)), since: 0n }));
  const after = view().advance(anew, devices);
  assert.deepEqual(after.current.roster, second.roster);
  assert.equal(after.isProvable(devices), true);
  assert.equal(new GroupView(after.states.slice(0, -1)).isProvable(devices), false);
});

test('opens the messages in any order, each once', () => {
  let chains = withSenderKey([], key);
  for (const at of [1, 5, 0, 3, 2, 4]) {
    const { message, content } = file.sender_key.messages[at];
    const opened = openFromGroup(chains, fromHex(message));
    assert.equal(toHex(opened.content), content);
    assert.equal(
      faultOf(() => openFromGroup(opened.chains, fromHex(message))),
      'USED_BEFORE',
    );
    chains = withSenderKey(opened.chains, key);
  }
});

test('seals the same bytes', () => {
  let at = chain;
  assert.equal(toHex(distributionOf(at).encode()), file.sender_key.distribution);
  for (const { nonce_byte: nonce, content, message } of file.sender_key.messages) {
    const sealed = sealToGroup(at, fromHex(content), filled(nonce, 24));
    assert.equal(toHex(sealed.message), message);
    at = sealed.chain;
  }
  assert.equal(rotationOf(at, second, at.began), null);
  assert.equal(rotationOf(at, first, at.began), 'NEW_EPOCH');
});

test('reads and writes the contents', () => {
  for (const vector of file.contents) {
    const content = decodeContent(fromHex(vector.bytes));
    const { head, body } = content;
    assert.equal(body.type, vector.type);
    assert.equal(head.sequence, BigInt(vector.seq));
    assert.equal(head.sentAt, BigInt(vector.sentAt));
    assert.equal(head.message, idOf(vector.message));
    assert.equal(toHex(encodeContent(content)), vector.bytes);
  }
});

test('compares the safety number', () => {
  const digits = safetyNumber(bert, anna);
  assert.equal(digits, file.safety.digits);
  assert.equal(inGroups(digits).replaceAll(/\s/g, ''), digits);
  const identity = ({ user, accountKey }) => ({ user, accountKey });
  const scanned = SafetyCode.parse(fromHex(file.safety.code_of_anna));
  assert.equal(toHex(scanned.encode()), file.safety.code_of_anna);
  assert.equal(new SafetyCode(identity(bert), identity(anna)).matches(scanned), true);
  assert.equal(new SafetyCode(identity(carl), identity(anna)).matches(scanned), false);
});

test('tells what is missing and what comes twice', () => {
  const kinds = [];
  let track = NOTHING_CAME;
  for (const number of [1n, 2n, 5n, 4n, 4n, 3n, 3n]) {
    const step = acceptNumber(track, number);
    kinds.push(step.kind);
    track = step.track;
  }
  assert.deepEqual(kinds, ['NEXT', 'NEXT', 'SKIPPED', 'LATE', 'REPEATED', 'LATE', 'REPEATED']);
  assert.deepEqual(track, { highest: 5n, known: 0n, holes: [] });
});

test('reads the epoch before for an hour', () => {
  const late = file.refused.find(({ fault }) => fault === 'STALE_EPOCH');
  arrive({ ...late, at: String(BigInt(late.at) - 1n) });
});

test('finds nothing in a content of the same view', () => {
  const content = fromHex(file.sender_key.messages[0].content);
  const { head } = decodeContent(content);
  assert.deepEqual(judge(head, head.message).findings, []);
});

test('believes nobody under a key that the group does not name', () => {
  requireNamed(second, anna.user, devices.isKeyOf);
  assert.equal(
    faultOf(() => requireNamed(second, anna.user, () => false)),
    'MEMBER_KEY_CHANGED',
  );
});

function arrive({ bytes, sender, at }) {
  const { place } = parseGroupHead(fromHex(bytes));
  view().requireAccepted(place, personOf(sender).user, bert.user, BigInt(at));
}

function judge(head, message, lists = listsOfAnna, auxiliaries = states) {
  const arrival = { author: { user: anna.user, device: anna.device }, conversation: second.group, message };
  const members = [anna.user, bert.user];
  return judgeContent(head, arrival, { members, authorLists: lists, auxiliaries, sequence: NOTHING_CAME });
}

function takeKey(bytes) {
  const other = SenderKeyDistribution.parse(bytes);
  view().requireAcceptedKey(other, anna.user, bert.user, dated[1].since + 1n);
  withSenderKey(withSenderKey([], key), other);
}

function requireNoSplit(bytes) {
  const { head } = decodeContent(bytes);
  if (judge(head, head.message).findings.some((finding) => finding.kind === 'SPLIT_VIEW')) {
    throw Object.assign(new Error('split'), { fault: 'SPLIT_VIEW' });
  }
}

const ARRIVED = '019b7700-0000-7009-8000-000000000009';

const refusals = {
  state: (bytes) => view().advance([{ state: GroupState.parse(bytes), since: 0n }], devices),
  message: (bytes) => openFromGroup(withSenderKey([], key), bytes),
  arrival: (_, vector) => arrive(vector),
  sender_key: takeKey,
  content: (bytes) => judge(decodeContent(bytes).head, ARRIVED, [], []),
  view: requireNoSplit,
  code: (bytes) => SafetyCode.parse(bytes),
};

for (const vector of file.refused) {
  test(`${vector.rule}: ${vector.name}`, () => {
    assert.equal(
      faultOf(() => refusals[vector.what](fromHex(vector.bytes), vector)),
      vector.fault,
    );
  });
}

for (const vector of file.evidence) {
  test(`evidence: ${vector.name}`, () => {
    const bytes = fromHex(vector.bytes);
    if (vector.contradicts === undefined) {
      assert.notEqual(
        faultOf(() => StateEvidence.decode(bytes)),
        null,
      );
    } else {
      const evidence = StateEvidence.decode(bytes);
      assert.equal(toHex(evidence.encode()), vector.bytes);
      assert.equal(evidence.contradicts(), vector.contradicts);
    }
  });
}

test('keeps the last 64 views', () => {
  const all = Array.from({ length: 70 }, (_, at) => ({ version: BigInt(at + 1), hash8: 0n }));
  const kept = all.reduce(withView, []);
  assert.equal(kept.length, 64);
  assert.deepEqual(withView(kept, all[0]), kept);
});
