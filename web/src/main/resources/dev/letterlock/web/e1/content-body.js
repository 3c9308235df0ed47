import { ByteReader } from '../byte-reader.js';
import { ByteWriter } from '../byte-writer.js';
import { compare, utf8 } from '../bytes.js';
import { GroupState } from './group-state.js';
import { ContentRejected, KeyRejected } from './rejections.js';
import { SenderKeyDistribution } from './sender-key.js';

/**
 * The bodies of content by type: docs/E2EE.md §2.6.
 *
 * @typedef {{type: 0x01, text: string} | {type: 0x80} | {type: 0x81, distribution: SenderKeyDistribution}
 *   | {type: 0x82, conversation: string, message: string} | {type: 0x83, state: GroupState}
 *   | {type: 0x84, user: string} | {type: 0x85, group: string, namedAt: bigint, title: string}
 *   | {type: number, bytes: Uint8Array}} ContentBody the last one of a type that is not known here
 */

export const ContentType = Object.freeze({
  TEXT: 0x01,
  EMPTY: 0x80,
  SENDER_KEY: 0x81,
  RETRY: 0x82,
  NEW_GROUP_STATE: 0x83,
  INTRODUCTION: 0x84,
  GROUP_TITLE: 0x85,
});

const MAX_TITLE = 200;
const TITLE_HEAD = 24;
const TOO_LATE = 2n ** 63n;

/** Control content is never shown nor answered by a receipt, and the only one that may travel as *partial*. */
export function isControl(body) {
  return body.type >= 0x80;
}

/** Whether a title replaces another: the later one, of the same time the one whose bytes sort later. */
export function isNewerTitle(title, other) {
  return title.namedAt === other.namedAt
    ? compare(utf8(title.title), utf8(other.title)) > 0
    : title.namedAt > other.namedAt;
}

/** @returns {Uint8Array} */
export function encodeBody(body) {
  switch (body.type) {
    case ContentType.TEXT:
      return textBytes(body.text);
    case ContentType.EMPTY:
      return new Uint8Array(0);
    case ContentType.SENDER_KEY:
      return body.distribution.encode();
    case ContentType.RETRY:
      return new ByteWriter().uuid(body.conversation).uuid(body.message).toBytes();
    case ContentType.NEW_GROUP_STATE:
      return body.state.encode();
    case ContentType.INTRODUCTION:
      return new ByteWriter().uuid(body.user).toBytes();
    case ContentType.GROUP_TITLE:
      return titleBytes(body);
    default:
      return body.bytes;
  }
}

/**
 * @returns {ContentBody}
 * @throws {ContentRejected} with BAD_BODY
 */
export function decodeBody(type, bytes) {
  try {
    return readBody(type, bytes);
  } catch (error) {
    throw error instanceof KeyRejected
      ? new ContentRejected('BAD_BODY', `body: ${error.fault} (expected: one of its type)`)
      : error;
  }
}

function readBody(type, bytes) {
  const input = new ByteReader(bytes, () => badBody('cut off', 'one of its type'));
  switch (type) {
    case ContentType.TEXT:
      return { type, text: textOf(bytes) };
    case ContentType.EMPTY:
      requireSize(bytes, 0);
      return { type };
    case ContentType.SENDER_KEY:
      return { type, distribution: SenderKeyDistribution.parse(bytes) };
    case ContentType.RETRY:
      requireSize(bytes, 32);
      return { type, conversation: input.uuid(), message: input.uuid() };
    case ContentType.NEW_GROUP_STATE:
      return { type, state: GroupState.parse(bytes) };
    case ContentType.INTRODUCTION:
      requireSize(bytes, 16);
      return { type, user: input.uuid() };
    case ContentType.GROUP_TITLE:
      return readTitle(type, input);
    default:
      return { type, bytes };
  }
}

function readTitle(type, input) {
  requireTitleSize(input.remaining - TITLE_HEAD);
  const group = input.uuid();
  const namedAt = input.u64();
  requireTime(namedAt);
  return { type, group, namedAt, title: textOf(input.take(input.remaining)) };
}

function titleBytes({ group, namedAt, title }) {
  const text = textBytes(title);
  requireTitleSize(text.length);
  requireTime(namedAt);
  return new ByteWriter().uuid(group).u64(namedAt).bytes(text).toBytes();
}

function textOf(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw badBody('bytes', 'UTF-8');
  }
}

function textBytes(text) {
  if (!isWellFormed(text)) {
    throw badBody('half of a character', 'whole ones');
  }
  return utf8(text);
}

/** Encoding would silently put U+FFFD in the place of half a surrogate pair. */
function isWellFormed(text) {
  return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}

function requireTime(namedAt) {
  if (namedAt < 0n || namedAt >= TOO_LATE) {
    throw badBody(`named at ${namedAt}`, 'below 2^63');
  }
}

function requireTitleSize(size) {
  if (size < 0 || size > MAX_TITLE) {
    throw badBody(`title of ${size} B`, 'at most 200');
  }
}

function requireSize(bytes, expected) {
  if (bytes.length !== expected) {
    throw badBody(`${bytes.length} B`, expected);
  }
}

function badBody(found, expected) {
  return new ContentRejected('BAD_BODY', `body: ${found} (expected: ${expected})`);
}
