import { between, cursor, deviceAddress, id, list, struct, u16, u32, u64, u8 } from './fields.js';
import { send } from './send-frame.js';
import { ProtocolViolation } from './protocol-violation.js';

/** The frames of a client: docs/PROTOCOL.md §4. */

const MAX_TOKEN = 2048;
const SILENT = 1;

const version = {
  read: (input) => {
    const value = input.u8();
    if (value !== 1) {
      throw new ProtocolViolation('WRONG_VERSION', 4002, `Hello version: ${value} (expected: 1)`);
    }
    return value;
  },
  write: (out, value) => out.u8(value),
};

/** Printable ASCII without blanks. */
const token = {
  read: (input) => checkedToken(String.fromCharCode(...input.take(between(u16, 0, MAX_TOKEN).read(input)))),
  write: (out, value) => {
    out.u16(checkedToken(value).length).bytes(Uint8Array.from(value, (letter) => letter.charCodeAt(0)));
  },
};

function checkedToken(text) {
  if (!/^[!-~]*$/.test(text) || text.length > MAX_TOKEN) {
    throw ProtocolViolation.malformed('token', 'out of range', 'at most 2048 printable letters');
  }
  return text;
}

/** A frame of which bit 0 of the flags says that nobody shall learn from it (§3.8). */
function silent(fields) {
  const layout = struct(fields);
  return {
    flags: SILENT,
    read: (input, flags) => ({ ...layout.read(input), silent: (flags & SILENT) !== 0 }),
    write: (out, value) => layout.write(out, value),
    flagsOf: (value) => (value.silent ? SILENT : 0),
  };
}

/** A frame without flags. */
function plain(fields) {
  return { flags: 0, ...struct(fields), flagsOf: () => 0 };
}

const mark = struct({ conversation: id, sender: deviceAddress, upTo: u64 });

export const CLIENT_FRAMES = {
  Hello: {
    code: 0x01,
    least: 34,
    most: 34 + MAX_TOKEN,
    layout: silent({
      version,
      minor: u8,
      device: u32,
      resume: cursor,
      creditMessages: between(u32, 1, 4096),
      creditBytes: between(u32, 262_144, 67_108_864),
      token,
    }),
  },
  Send: { code: 0x02, least: 85, most: 163_840, layout: send },
  Ack: { code: 0x03, least: 26, most: 26, layout: silent({ cursor, receiptMark: u64 }) },
  ReadReceipt: { code: 0x04, least: 47, most: 2819, layout: plain({ marks: list(between(u8, 1, 64), mark) }) },
  ClaimPreKeys: {
    code: 0x05,
    least: 35,
    most: 99,
    layout: plain({ request: id, user: id, devices: list(between(u8, 0, 16), u32) }),
  },
  KeyCount: { code: 0x06, least: 2, most: 2, layout: plain({}) },
  Ping: { code: 0x07, least: 10, most: 10, layout: plain({ opaque: u64 }) },
};
