import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat, fromHex, toHex } from '../../../main/resources/dev/letterlock/web/bytes.js';
import { DeviceCert } from '../../../main/resources/dev/letterlock/web/e1/device-cert.js';
import { OwnDevice } from '../../../main/resources/dev/letterlock/web/e1/own-device.js';
import {
  NO_PRE_KEYS,
  kemSecret,
  oneTimeSecret,
  signedSecret,
} from '../../../main/resources/dev/letterlock/web/e1/own-pre-keys.js';
import { PairwiseSessions } from '../../../main/resources/dev/letterlock/web/e1/pairwise-sessions.js';
import { unknownPeer } from '../../../main/resources/dev/letterlock/web/e1/peer-sessions.js';
import {
  KemPreKey,
  OneTimePreKey,
  SignedPreKey,
  parseBundle,
} from '../../../main/resources/dev/letterlock/web/e1/pre-keys.js';
import { openSlice, payloadHash } from '../../../main/resources/dev/letterlock/web/e1/slice.js';
import { agreementKeyPair, signingKeyPair } from '../../../main/resources/dev/letterlock/web/e1/sodium.js';
import { TrustedDevice } from '../../../main/resources/dev/letterlock/web/e1/trusted-device.js';
import { faultOf, vectors } from '../vectors.js';

/** docs/E2EE.md §2.4 and §2.5: a whole conversation in both roles, by docs/vectors/e1-pairwise.json. */

const file = vectors('e1-pairwise');
const clock = () => file.clock;

class ScriptedRandom {
  #left = new Uint8Array(0);

  serve(bytes) {
    assert.equal(this.#left.length, 0, 'not all that the vectors give was drawn');
    this.#left = bytes;
  }

  draw = (size) => {
    assert.ok(this.#left.length >= size, 'more was drawn than the vectors give');
    const drawn = this.#left.slice(0, size);
    this.#left = this.#left.slice(size);
    return drawn;
  };
}

function deviceOf({ cert, signingSeed, agreementSecret }) {
  return new OwnDevice(
    DeviceCert.parse(fromHex(cert)),
    signingKeyPair(fromHex(signingSeed)),
    agreementKeyPair(fromHex(agreementSecret)),
  );
}

function preKeysOf({ signed, oneTime, kem, lastResort }) {
  const half = (type, key) => type.parse(fromHex(key.bundle));
  return {
    signed: [signedSecret(half(SignedPreKey, signed), fromHex(signed.secret))],
    oneTime: [oneTimeSecret(half(OneTimePreKey, oneTime), fromHex(oneTime.secret))],
    kem: [lastResort, kem].map((key) => kemSecret(half(KemPreKey, key), fromHex(key.seed))),
  };
}

function bundleOf(cert, keys, handshake) {
  const once = handshake === 'ONE_TIME_KEYS';
  return parseBundle(
    cert.encode(),
    fromHex(keys.signed.bundle),
    once ? fromHex(keys.oneTime.bundle) : new Uint8Array(36),
    fromHex(once ? keys.kem.bundle : keys.lastResort.bundle),
  );
}

const stranger = ({ cert }) => unknownPeer(cert.address.user, cert.address.device);
const trusted = ({ cert }) => new TrustedDevice(cert, 1n);

/** Plays the conversation; keeps what B knew of A, and its pre-keys, after each message. */
class Replay {
  #random = new ScriptedRandom();
  #a = deviceOf(file.devices.A);
  #b = deviceOf(file.devices.B);
  #atA = new PairwiseSessions(this.#a, clock, this.#random.draw);
  #atB = new PairwiseSessions(this.#b, clock, this.#random.draw);
  #stateOfB = stranger(this.#b);
  #statesOfA = [stranger(this.#a)];
  #preKeysOfB = [preKeysOf(file.preKeysOfB)];
  #late = [];

  play() {
    file.messages.forEach((message) => (message.from === 'A' ? this.#fromA(message) : this.#fromB(message)));
    this.#late.forEach((message) => this.#openAtB(message));
    this.#random.serve(new Uint8Array(0));
    return this;
  }

  refuse(vector) {
    const sender = vector.sender === 'A' ? this.#a : this.#b;
    let state = vector.sender === 'A' ? this.#statesOfA[vector.after] : stranger(this.#b);
    let preKeys = this.#preKeysOfB[vector.after];
    for (const before of vector.before ?? []) {
      const opened = this.#decrypt(state, sender, preKeys, before);
      assert.equal(opened.events.at(-1).kind, 'RESET');
      state = opened.next;
      preKeys = opened.preKeys ?? preKeys;
    }
    const [stateBefore, keysBefore] = [structuredClone(state), structuredClone(preKeys)];
    const fault = faultOf(() => this.#decrypt(state, sender, preKeys, vector));
    assert.deepEqual([state, preKeys], [stateBefore, keysBefore], 'a refusal changes nothing');
    return fault;
  }

  #fromA(message) {
    this.#random.serve(fromHex(message.random));
    if (message.handshake !== 'NONE') {
      const bundle = bundleOf(this.#b.cert, file.preKeysOfB, message.handshake);
      this.#stateOfB = this.#atA.start(this.#stateOfB, trusted(this.#b), bundle);
    }
    this.#stateOfB = this.#seal(this.#atA, this.#stateOfB, this.#b, message);
    if (message.late) {
      this.#late.push(message);
      this.#remember(this.#statesOfA.at(-1), null);
    } else {
      this.#openAtB(message);
    }
  }

  #fromB(message) {
    this.#random.serve(fromHex(message.random));
    this.#remember(this.#seal(this.#atB, this.#statesOfA.at(-1), this.#a, message), null);
    const [header, ph] = [fromHex(message.header), fromHex(message.ph)];
    const opened = this.#atA.decrypt(this.#stateOfB, trusted(this.#b), NO_PRE_KEYS, header, ph, file.clock);
    assert.equal(toHex(opened.cek), message.cek);
    this.#stateOfB = opened.next;
  }

  #seal(sessions, state, to, message) {
    const sealed = sessions.encrypt(state, trusted(to), fromHex(message.ph), fromHex(message.cek));
    assert.equal(toHex(sealed.header), message.header);
    return sealed.next;
  }

  #openAtB(message) {
    const opened = this.#decrypt(this.#statesOfA.at(-1), this.#a, this.#preKeysOfB.at(-1), message);
    assert.equal(toHex(opened.cek), message.cek);
    assert.equal(toHex(payloadHash(fromHex(message.slice))), message.ph);
    openSlice(opened.cek, fromHex(message.slice));
    this.#remember(opened.next, opened.preKeys);
  }

  #decrypt(state, sender, preKeys, { header, ph }) {
    return this.#atB.decrypt(state, trusted(sender), preKeys, fromHex(header), fromHex(ph), file.clock);
  }

  #remember(state, preKeys) {
    this.#statesOfA.push(state);
    this.#preKeysOfB.push(preKeys ?? this.#preKeysOfB.at(-1));
  }
}

const replay = new Replay().play();

test('plays the conversation byte for byte, in both roles', () => {
  assert.ok(new Replay().play());
});

for (const vector of file.negatives) {
  test(`${vector.rule}: ${vector.name}`, () => {
    assert.equal(replay.refuse(vector), vector.fault);
  });
}

/** The handshake that three independent libsodium stacks agree on: docs/vectors/e1.json. */

const published = vectors('e1');
const { A, B, spk, opk, kem } = published.keys;

/** That file gives the parts of the pre-keys; the headers name their ids. */
function publishedPreKeys() {
  const header = fromHex(published.suite2.hdr);
  const created = fromHex(spk.body).slice(28, 36);
  const half = (type, ...parts) => type.parse(concat(...parts));
  const signed = half(SignedPreKey, header.slice(2, 6), created, fromHex(spk.pk), fromHex(spk.sig));
  const once = half(OneTimePreKey, header.slice(6, 10), fromHex(opk.pk));
  const hybrid = half(KemPreKey, header.slice(10, 14), Uint8Array.of(1), created, fromHex(kem.pk), fromHex(kem.sig));
  return {
    signed: [signedSecret(signed, fromHex(spk.sk))],
    oneTime: [oneTimeSecret(once, fromHex(opk.sk))],
    kem: [kemSecret(hybrid, fromHex(kem.seed))],
  };
}

function receive(name, state) {
  const own = new OwnDevice(
    DeviceCert.parse(fromHex(B.cert)),
    signingKeyPair(fromHex(B.seed)),
    agreementKeyPair(fromHex(B.x_sk)),
  );
  const { hdr, rec, ph } = published[name];
  const sender = new TrustedDevice(DeviceCert.parse(fromHex(A.cert)), 1n);
  const sessions = new PairwiseSessions(own, clock, () => assert.fail('opening draws nothing'));
  return sessions.decrypt(state, sender, publishedPreKeys(), fromHex(hdr + rec), fromHex(ph), file.clock);
}

const strangerA = () => {
  const { address } = DeviceCert.parse(fromHex(A.cert));
  return unknownPeer(address.user, address.device);
};

test('opens the hybrid session and the one linked to it', () => {
  const first = receive('suite2', strangerA());
  const linked = receive('relink', first.next);
  for (const [name, opened, kind] of [
    ['suite2', first, 'STARTED'],
    ['relink', linked, 'RELINKED'],
  ]) {
    assert.equal(toHex(opened.cek), published[name].cek);
    assert.equal(new TextDecoder().decode(openSlice(opened.cek, fromHex(published[name].slice))), 'hello e2e');
    assert.deepEqual(
      opened.events.map((event) => event.kind),
      [kind],
    );
    assert.equal(toHex(opened.next.sessions[0].id), published[name].sid);
    assert.equal(toHex(opened.next.sessions[0].export), published[name].exp);
  }
  assert.deepEqual([linked.preKeys.oneTime, linked.preKeys.kem], [[], []]);
});

test('refuses the classic session between two hybrid devices', () => {
  assert.equal(
    faultOf(() => receive('suite1', strangerA())),
    'SUITE_REFUSED',
  );
});
