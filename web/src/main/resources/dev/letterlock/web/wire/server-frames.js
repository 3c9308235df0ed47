import { envelope } from './envelope.js';
import {
  between,
  bytes,
  checked,
  compareCursors,
  cursor,
  deviceAddress,
  flag,
  id,
  list,
  oneOf,
  optional,
  struct,
  u16,
  u32,
  u64,
  u8,
} from './fields.js';

/** The frames of a server: docs/PROTOCOL.md §5. */

export const GapReason = Object.freeze({ EXPIRED: 1, RETRACTED: 2, COLLAPSED: 3, FULL: 4, NEW_EPOCH: 5 });
export const ReceiptKind = Object.freeze({ DELIVERED: 1, READ: 2, EXPIRED: 3 });
export const RosterKind = Object.freeze({ MISSING: 1, EXTRA: 2, STALE: 3 });

const MAX_DEVICES = 16;

const layout = (fields) => ({ flags: 0, ...struct(fields), flagsOf: () => 0 });

/** Refs that go back are no range. */
const ranged = (field) => ({
  ...field,
  ...checked(field, ({ firstRef, lastRef }) => firstRef <= lastRef, 'a last ref not below the first'),
});

const range = ranged(struct({ firstRef: u32, lastRef: u32, time: u64 }));
const fullInbox = struct({ ref: u32, device: deviceAddress });
const rosterEntry = struct({ device: deviceAddress, registration: u32, kind: oneOf(u8, 1, 2, 3) });
const receiptEntry = struct({
  kind: oneOf(u8, 1, 2, 3),
  conversation: id,
  reader: id,
  senderDevice: u32,
  upTo: u64,
});
const bundle = struct({
  device: u32,
  registration: u32,
  certificate: bytes(162),
  signedPreKey: bytes(108),
  oneTimePreKey: bytes(36),
  kemPreKey: optional(bytes(1261)),
});
const gap = layout({ from: cursor, to: cursor, reason: oneOf(u8, 1, 2, 3, 4, 5) });

export const SERVER_FRAMES = {
  Welcome: {
    code: 0x41,
    least: 48,
    most: 48,
    layout: layout({
      serverTime: u64,
      cursor,
      maxFrame: u32,
      maxSlice: u32,
      maxUnanswered: u16,
      retentionSeconds: u32,
      acceptedHorizonMillis: u32,
      durability: oneOf(u8, 1, 2),
      pingSeconds: u16,
      minor: u8,
    }),
  },
  Accepted: {
    code: 0x42,
    least: 22,
    most: 28_678,
    layout: layout({ ranges: list(between(u16, 1, 256), range), full: list(between(u16, 0, 1024), fullInbox) }),
  },
  RosterMismatch: {
    code: 0x43,
    least: 27,
    most: 6402,
    layout: ranged(
      layout({
        firstRef: u32,
        lastRef: u32,
        recipientListVersion: u64,
        senderListVersion: u64,
        entries: list(u8, rosterEntry),
      }),
    ),
  },
  Deliver: { code: 0x44, least: 93, most: 163_840, layout: layout({ cursor, envelope }) },
  InboxDrained: { code: 0x45, least: 18, most: 18, layout: layout({ cursor }) },
  Gap: {
    code: 0x46,
    least: 35,
    most: 35,
    layout: { ...gap, ...checked(gap, ({ from, to }) => compareCursors(from, to) <= 0, 'an end not before its begin') },
  },
  Receipt: {
    code: 0x47,
    least: 56,
    most: 2891,
    layout: layout({ mark: u64, entries: list(between(u8, 1, 64), receiptEntry) }),
  },
  PreKeyBundles: {
    code: 0x48,
    least: 43,
    most: 25_259,
    layout: layout({ request: id, user: id, listVersion: u64, bundles: list(between(u8, 0, MAX_DEVICES), bundle) }),
  },
  KeysLow: {
    code: 0x49,
    least: 11,
    most: 11,
    layout: layout({ oneTime: u16, kemOneTime: u16, signedPreKeyAgeSeconds: u32, lastResort: flag }),
  },
  Pong: { code: 0x4a, least: 18, most: 18, layout: layout({ opaque: u64, serverTime: u64 }) },
  GoAway: { code: 0x4b, least: 8, most: 8, layout: layout({ reason: u16, reconnectAfterMillis: u32 }) },
  Failure: {
    code: 0x4c,
    least: 33,
    most: 33,
    layout: ranged(
      layout({ code: u16, aboutType: u8, firstRef: u32, lastRef: u32, request: id, retryAfterMillis: u32 }),
    ),
  },
};
