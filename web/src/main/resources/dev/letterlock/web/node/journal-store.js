import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { ByteReader } from '../byte-reader.js';
import { ByteWriter } from '../byte-writer.js';
import { concat, equal, utf8 } from '../bytes.js';
import { blake2b } from '../e1/sodium.js';

/**
 * A store in one file for Node: a journal of writes, each `length u32 | BLAKE2b-128 | changes`, synced before it is
 * answered. What was cut off at the end, as by a kill, is as if it had never been written. The file is written anew when
 * it is opened. Records lie in it as they are given: see SealedStore. One process at a time.
 */
export class JournalStore {
  static #HEAD = 20;

  #path;
  #file = null;

  /** @param {string} path of the file; it is made if there is none, for its owner alone */
  constructor(path) {
    this.#path = path;
  }

  async load() {
    const records = replay(existing(this.#path));
    const fresh = `${this.#path}.new`;
    this.#file = openSync(fresh, 'w', 0o600);
    this.#append([...records]);
    renameSync(fresh, this.#path);
    syncDirectory(dirname(this.#path));
    return [...records];
  }

  async write(changes) {
    this.#append(changes);
  }

  async close() {
    if (this.#file !== null) {
      closeSync(this.#file);
      this.#file = null;
    }
  }

  #append(changes) {
    const body = encodeChanges(changes);
    writeAll(this.#file, concat(new ByteWriter().u32(body.length).toBytes(), blake2b(16, body, null), body));
    fsyncSync(this.#file);
  }

  static entryAt(bytes, at) {
    const head = bytes.subarray(at, at + JournalStore.#HEAD);
    if (head.length < JournalStore.#HEAD) {
      return null;
    }
    const size = new DataView(head.buffer, head.byteOffset).getUint32(0);
    const body = bytes.subarray(at + JournalStore.#HEAD, at + JournalStore.#HEAD + size);
    const whole = body.length === size && equal(blake2b(16, body, null), head.subarray(4));
    return whole ? { body, next: at + JournalStore.#HEAD + size } : null;
  }
}

function replay(bytes) {
  const records = new Map();
  let at = 0;
  for (let entry = JournalStore.entryAt(bytes, at); entry !== null; entry = JournalStore.entryAt(bytes, at)) {
    for (const [key, value] of decodeChanges(entry.body)) {
      value === null ? records.delete(key) : records.set(key, value);
    }
    at = entry.next;
  }
  return records;
}

function encodeChanges(changes) {
  const out = new ByteWriter().u32(changes.length);
  for (const [key, value] of changes) {
    out.block(utf8(key)).u8(value === null ? 0 : 1);
    if (value !== null) {
      out.block(value);
    }
  }
  return out.toBytes();
}

function decodeChanges(body) {
  const input = new ByteReader(body, () => new Error('journal: an entry that does not fit (expected: as it was written)'));
  return Array.from({ length: input.u32() }, () => [
    new TextDecoder().decode(input.take(input.u32())),
    input.u8() === 0 ? null : input.take(input.u32()),
  ]);
}

function existing(path) {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    if (error.code === 'ENOENT') {
      return new Uint8Array(0);
    }
    throw error;
  }
}

function writeAll(file, bytes) {
  for (let at = 0; at < bytes.length; ) {
    at += writeSync(file, bytes, at);
  }
}

function syncDirectory(path) {
  const directory = openSync(path, 'r');
  fsyncSync(directory);
  closeSync(directory);
}
