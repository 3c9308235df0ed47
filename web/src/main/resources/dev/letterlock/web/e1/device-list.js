import { ByteWriter } from '../byte-writer.js';
import { concat, equal, toHex } from '../bytes.js';
import { hash, requireSignature, sign } from './e1.js';
import { Label } from './label.js';
import { KeyRejected } from './rejections.js';
import { StructureReader } from './structure-reader.js';

/** @typedef {{device: number, reg: number, certHash: Uint8Array}} DeviceEntry */

const NO_HASH = new Uint8Array(32);

/**
 * The devices of an account, at most 16, signed by its account key and chained by hash, so that no server can add one
 * (docs/E2EE.md §2.2): `ver u8=1 | user 16 | listVer u64 | prevHash 32 | AIK 32 | created u64 | n u8 | n × (device u32 |
 * reg u32 | certHash 32 | flags u8=0) | signature 64`; at most 818 bytes.
 */
export class DeviceList {
  static MAX_DEVICES = 16;
  static MAX_SIZE = 818;

  /** @param {{user: string, version: bigint, previous: Uint8Array}} position */
  constructor(position, accountKey, created, entries, signature) {
    requireDistinct(entries);
    this.user = position.user;
    this.version = position.version;
    this.previous = position.previous;
    this.accountKey = accountKey;
    this.created = created;
    this.entries = Object.freeze(entries.map((entry) => Object.freeze({ ...entry })));
    this.signature = signature;
    Object.freeze(this);
  }

  /** Reads a list without judging its signature. */
  static parse(bytes) {
    const input = new StructureReader('device list', bytes).version1();
    const position = { user: input.uuid(), version: input.u64(), previous: input.hash() };
    const accountKey = input.signingKey();
    const created = input.u64();
    const entries = readEntries(input);
    const signature = input.signature();
    input.end();
    return new DeviceList(position, accountKey, created, entries, signature);
  }

  /** @param {bigint} created milliseconds since 1970 */
  static first(accountPair, user, created, entries) {
    return issue(accountPair, { user, version: 1n, previous: NO_HASH }, created, entries);
  }

  /** Signs the list that follows this one. */
  next(accountPair, created, entries) {
    return issue(accountPair, this.#next(), created, entries);
  }

  encode() {
    return concat(bodyOf(this, this.accountKey, this.created, this.entries), this.signature);
  }

  /** @returns {Uint8Array} what the next list names, 32 bytes */
  listHash() {
    return hash(Label.DEVICE_LIST_HASH, bodyOf(this, this.accountKey, this.created, this.entries));
  }

  /** @throws {KeyRejected} with BAD_SIGNATURE */
  verify() {
    const body = bodyOf(this, this.accountKey, this.created, this.entries);
    requireSignature(this.accountKey, Label.DEVICE_LIST_SIGNATURE, this.signature, body);
  }

  /** @throws {KeyRejected} with BAD_LIST_VERSION or BAD_PREVIOUS_HASH */
  requireFirst() {
    this.#requirePosition({ user: this.user, version: 1n, previous: NO_HASH });
  }

  /** @throws {KeyRejected} as `requireChained`, or with ACCOUNT_KEY_CHANGED */
  requireFollows(before) {
    this.requireChained(before);
    if (!equal(this.accountKey, before.accountKey)) {
      throw new KeyRejected('ACCOUNT_KEY_CHANGED', 'account key: another (expected: that of the list before)');
    }
  }

  /** @throws {KeyRejected} with WRONG_OWNER, BAD_LIST_VERSION or BAD_PREVIOUS_HASH */
  requireChained(before) {
    this.#requirePosition(before.#next());
  }

  /** Whether this names a device under that very certificate. */
  names(cert) {
    const entry = entryOf(cert);
    return this.user === cert.address.user && this.entries.some((listed) => sameEntry(listed, entry));
  }

  /** @returns {DeviceEntry | undefined} */
  entry(device) {
    return this.entries.find((listed) => listed.device === device);
  }

  #next() {
    return { user: this.user, version: this.version + 1n, previous: this.listHash() };
  }

  #requirePosition(expected) {
    if (this.user !== expected.user) {
      throw new KeyRejected('WRONG_OWNER', `user: ${this.user} (expected: ${expected.user})`);
    }
    if (this.version !== expected.version) {
      throw new KeyRejected('BAD_LIST_VERSION', `list version: ${this.version} (expected: ${expected.version})`);
    }
    if (!equal(this.previous, expected.previous)) {
      const text = `previous: ${toHex(this.previous)} (expected: ${toHex(expected.previous)})`;
      throw new KeyRejected('BAD_PREVIOUS_HASH', text);
    }
  }
}

/** @returns {DeviceEntry} what a list says of a device with this certificate */
export function entryOf(cert) {
  return { device: cert.address.device, reg: cert.address.reg, certHash: cert.certHash() };
}

function sameEntry(one, other) {
  return one.device === other.device && one.reg === other.reg && equal(one.certHash, other.certHash);
}

function issue(accountPair, position, created, entries) {
  const signature = sign(
    accountPair,
    Label.DEVICE_LIST_SIGNATURE,
    bodyOf(position, accountPair.publicKey, created, entries),
  );
  return new DeviceList(position, accountPair.publicKey, created, entries, signature);
}

function bodyOf({ user, version, previous }, accountKey, created, entries) {
  const out = new ByteWriter().u8(1).uuid(user).u64(version).bytes(previous).bytes(accountKey);
  out.u64(created).u8(entries.length);
  entries.forEach((entry) => out.u32(entry.device).u32(entry.reg).bytes(entry.certHash).u8(0));
  return out.toBytes();
}

function readEntries(input) {
  const count = input.u8();
  requireCount(count);
  return Array.from({ length: count }, () => readEntry(input));
}

function readEntry(input) {
  const entry = { device: input.u32(), reg: input.u32(), certHash: input.hash() };
  const flags = input.u8();
  if (flags !== 0) {
    throw new KeyRejected('BAD_FLAGS', `device flags: ${flags} (expected: 0)`);
  }
  return entry;
}

function requireDistinct(entries) {
  requireCount(entries.length);
  if (new Set(entries.map((entry) => entry.device)).size !== entries.length) {
    throw new KeyRejected('DUPLICATE_DEVICE', 'device: one twice (expected: each once)');
  }
}

function requireCount(count) {
  if (count > DeviceList.MAX_DEVICES) {
    throw new KeyRejected('TOO_MANY_DEVICES', `devices: ${count} (expected: at most 16)`);
  }
}
