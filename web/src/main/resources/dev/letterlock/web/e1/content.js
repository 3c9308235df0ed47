import { ByteReader } from '../byte-reader.js';
import { ByteWriter } from '../byte-writer.js';
import { concat } from '../bytes.js';
import { isV7 } from '../ids.js';
import { decodeBody, encodeBody } from './content-body.js';
import { ContentRejected } from './rejections.js';
import { MAX_PADDED } from './sizes.js';

/**
 * What a slice opens to (docs/E2EE.md §2.6): a head of 120 bytes, `ver u8 | type u8 | flags u16 | conv 16 | msgId 16 |
 * sender 16 | device u32 | sentAt u64 | seq u64 | ownListVer u64 | ownListHash 8 | auxVer u64 | auxHash 8 | sthSize u64 |
 * sthRoot 8`, then the body.
 *
 * @typedef {{version: bigint, hash8: bigint}} ListView
 * @typedef {{user: string, device: number}} Author
 * @typedef {{author: Author, conversation: string, message: string, sentAt: bigint, sequence: bigint,
 *   ownList: ListView, auxiliary: ListView, log: ListView}} ContentHead
 * @typedef {{head: ContentHead, body: import('./content-body.js').ContentBody}} Content
 */

export const HEAD_SIZE = 120;
export const MAX_BODY = MAX_PADDED - 1 - HEAD_SIZE;

const VERSION = 1;
const TOO_MUCH = 2n ** 63n;

/** A view of nothing, as there is no transparency log yet (§2.12). */
export const NO_VIEW = Object.freeze({ version: 0n, hash8: 0n });

/** @returns {ListView} how a head names a device list or group state: its number and 8 bytes of its hash */
export function viewOf(version, hash) {
  return Object.freeze({ version, hash8: new ByteReader(hash, () => new RangeError('hash: short')).u64() });
}

/**
 * @param {Content} content
 * @returns {Uint8Array}
 * @throws {ContentRejected} with BAD_LENGTH, BAD_BODY, BAD_MESSAGE_ID or BAD_SEQUENCE
 */
export function encodeContent({ head, body }) {
  requirePlace(head);
  const bytes = encodeBody(body);
  if (bytes.length > MAX_BODY) {
    throw new ContentRejected('BAD_LENGTH', `body: ${bytes.length} B (expected: at most ${MAX_BODY})`);
  }
  const out = new ByteWriter().u8(VERSION).u8(body.type).u16(0);
  out.uuid(head.conversation).uuid(head.message).uuid(head.author.user).u32(head.author.device);
  out.u64(head.sentAt).u64(head.sequence);
  [head.ownList, head.auxiliary, head.log].forEach(({ version, hash8 }) => out.u64(version).u64(hash8));
  return concat(out.toBytes(), bytes);
}

/**
 * @returns {Content}
 * @throws {ContentRejected} with BAD_LENGTH, BAD_VERSION, BAD_FLAGS, BAD_MESSAGE_ID, BAD_SEQUENCE or BAD_BODY
 */
export function decodeContent(bytes) {
  if (bytes.length < HEAD_SIZE || bytes.length > HEAD_SIZE + MAX_BODY) {
    throw new ContentRejected('BAD_LENGTH', `content: ${bytes.length} B (expected: 120 to ${HEAD_SIZE + MAX_BODY})`);
  }
  const input = new ByteReader(bytes, () => new ContentRejected('BAD_LENGTH', 'content: cut off'));
  const version = input.u8();
  if (version !== VERSION) {
    throw new ContentRejected('BAD_VERSION', `content version: ${version} (expected: 1)`);
  }
  const type = input.u8();
  const flags = input.u16();
  if (flags !== 0) {
    throw new ContentRejected('BAD_FLAGS', `content flags: ${flags} (expected: 0)`);
  }
  const head = readHead(input);
  requirePlace(head);
  return { head, body: decodeBody(type, input.take(input.remaining)) };
}

function readHead(input) {
  return {
    conversation: input.uuid(),
    message: input.uuid(),
    author: { user: input.uuid(), device: input.u32() },
    sentAt: input.u64(),
    sequence: input.u64(),
    ownList: { version: input.u64(), hash8: input.u64() },
    auxiliary: { version: input.u64(), hash8: input.u64() },
    log: { version: input.u64(), hash8: input.u64() },
  };
}

function requirePlace(head) {
  if (!isV7(head.message)) {
    throw new ContentRejected('BAD_MESSAGE_ID', `message id: ${head.message} (expected: a UUIDv7)`);
  }
  if (head.sequence < 1n || head.sequence >= TOO_MUCH) {
    throw new ContentRejected('BAD_SEQUENCE', `seq: ${head.sequence} (expected: 1 to 2^63-1)`);
  }
}
