import { ByteReader } from '../byte-reader.js';
import { ByteWriter } from '../byte-writer.js';
import { utf8 } from '../bytes.js';
import { StateRejected } from '../e1/rejections.js';

/**
 * Plain data as bytes, for what a profile keeps: null, booleans, numbers, bigints below 2^64, texts, bytes, arrays, maps
 * and objects. What is read has the form of what was written.
 */

const Tag = Object.freeze({ NULL: 0, FALSE: 1, TRUE: 2, NUMBER: 3, BIGINT: 4, TEXT: 5, BYTES: 6, ARRAY: 7, MAP: 8, OBJECT: 9 });
const VERSION = 1;

/** @returns {Uint8Array} */
export function encodeValue(value) {
  const out = new ByteWriter().u8(VERSION);
  write(out, value);
  return out.toBytes();
}

/** @throws {StateRejected} with BAD_VERSION, BAD_LENGTH or BAD_VALUE */
export function decodeValue(bytes) {
  const input = new ByteReader(bytes, () => new StateRejected('BAD_LENGTH', 'record: cut off (expected: more)'));
  const version = input.u8();
  if (version !== VERSION) {
    throw new StateRejected('BAD_VERSION', `record version: ${version} (expected: 1)`);
  }
  const value = read(input);
  if (input.remaining !== 0) {
    throw new StateRejected('BAD_LENGTH', `record: ${input.remaining} B leftover (expected: 0)`);
  }
  return value;
}

function write(out, value) {
  switch (true) {
    case value === null:
      return out.u8(Tag.NULL);
    case typeof value === 'boolean':
      return out.u8(value ? Tag.TRUE : Tag.FALSE);
    case typeof value === 'number':
      return out.u8(Tag.NUMBER).bytes(doubleBytes(value));
    case typeof value === 'bigint':
      return out.u8(Tag.BIGINT).u64(value);
    case typeof value === 'string':
      return out.u8(Tag.TEXT).block(utf8(value));
    case value instanceof Uint8Array:
      return out.u8(Tag.BYTES).block(value);
    case Array.isArray(value):
      return writeAll(out.u8(Tag.ARRAY), value);
    case value instanceof Map:
      return writeAll(out.u8(Tag.MAP), [...value].flat(), value.size);
    case Object.getPrototypeOf(value) === Object.prototype:
      return writeAll(out.u8(Tag.OBJECT), Object.entries(value).flat(), Object.keys(value).length);
    default:
      throw new TypeError(`value: ${Object.prototype.toString.call(value)} (expected: plain data)`);
  }
}

function writeAll(out, values, count = values.length) {
  out.u32(count);
  values.forEach((value) => write(out, value));
  return out;
}

function read(input) {
  const tag = input.u8();
  switch (tag) {
    case Tag.NULL:
      return null;
    case Tag.FALSE:
      return false;
    case Tag.TRUE:
      return true;
    case Tag.NUMBER:
      return doubleOf(input.take(8));
    case Tag.BIGINT:
      return input.u64();
    case Tag.TEXT:
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(input.take(input.u32()));
    case Tag.BYTES:
      return input.take(input.u32());
    case Tag.ARRAY:
      return Array.from({ length: requireCount(input) }, () => read(input));
    case Tag.MAP:
      return new Map(readPairs(input));
    case Tag.OBJECT:
      return Object.fromEntries(readPairs(input));
    default:
      throw new StateRejected('BAD_VALUE', `record: tag ${tag} (expected: 0 to 9)`);
  }
}

function readPairs(input) {
  return Array.from({ length: requireCount(input) }, () => [read(input), read(input)]);
}

/** Every value takes a byte at least. */
function requireCount(input) {
  const count = input.u32();
  if (count > input.remaining) {
    throw new StateRejected('BAD_LENGTH', `record: ${count} values (expected: fewer)`);
  }
  return count;
}

function doubleBytes(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

function doubleOf(bytes) {
  return new DataView(bytes.buffer).getFloat64(0);
}
