import { ByteReader } from '../byte-reader.js';
import { ByteWriter } from '../byte-writer.js';
import { CLIENT_FRAMES } from './client-frames.js';
import { ProtocolViolation } from './protocol-violation.js';
import { SERVER_FRAMES } from './server-frames.js';

/**
 * Every binary message is exactly one frame: docs/PROTOCOL.md §2. A frame is an object whose `type` is its name in the
 * tables of that page.
 *
 * @typedef {{type: string, [field: string]: unknown}} Frame
 */

/** @returns {Uint8Array} */
export function encodeFrame(frame) {
  const { code, least, most, layout } = CLIENT_FRAMES[frame.type] ?? SERVER_FRAMES[frame.type];
  const out = new ByteWriter().u8(code).u8(layout.flagsOf(frame));
  layout.write(out, frame);
  const bytes = out.toBytes();
  if (bytes.length < least || bytes.length > most) {
    throw new RangeError(`${frame.type}: ${bytes.length} B (expected: ${least} to ${most})`);
  }
  return bytes;
}

/**
 * @param {Uint8Array} bytes one binary message from a server
 * @returns {Frame | null} null for a type that this version does not know, which a client ignores
 * @throws {ProtocolViolation}
 */
export function decodeServerFrame(bytes) {
  return decode(bytes, SERVER_FRAMES);
}

/**
 * As `decodeServerFrame`, for what a client sends. A Send on a route that is not known here has only `ref` and
 * `unsupportedRoute`.
 */
export function decodeClientFrame(bytes) {
  return decode(bytes, CLIENT_FRAMES);
}

function decode(bytes, frames) {
  const tooShort = () => ProtocolViolation.malformed('frame', `${bytes.length} B`, 'more');
  const input = new ByteReader(bytes, tooShort);
  const code = input.u8();
  const flags = input.u8();
  const known = Object.entries(frames).find(([, frame]) => frame.code === code);
  if (known === undefined) {
    return null;
  }
  const [type, { least, most, layout }] = known;
  requireSize(type, bytes.length, least, most);
  if ((flags & ~layout.flags) !== 0) {
    throw ProtocolViolation.malformed(`${type} flags`, flags, 'known ones');
  }
  const frame = { type, ...layout.read(input, flags) };
  if (frame.unsupportedRoute === undefined && input.remaining !== 0) {
    throw ProtocolViolation.malformed(type, `${input.remaining} B left over`, 'none');
  }
  return frame;
}

function requireSize(type, size, least, most) {
  if (size > most) {
    throw new ProtocolViolation('MALFORMED', 1009, `${type}: ${size} B (expected: at most ${most})`);
  }
  if (size < least) {
    throw ProtocolViolation.malformed(type, `${size} B`, `at least ${least}`);
  }
}
