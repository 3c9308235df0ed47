import { ProtocolViolation } from './protocol-violation.js';

/**
 * The types of docs/PROTOCOL.md §2.2, each read and written by one description: `read(input)` and `write(out, value)`.
 * u64 are bigints, smaller numbers are numbers, ids are UUID texts, the rest is bytes.
 *
 * @template T
 * @typedef {{read: (input: import('../byte-reader.js').ByteReader) => T,
 *   write: (out: import('../byte-writer.js').ByteWriter, value: T) => void}} Field
 */

export const u8 = number('u8');
export const u16 = number('u16');
export const u32 = number('u32');
export const u64 = number('u64');
export const id = number('uuid');

const CURSOR_END = 2n ** 53n;

/** A place in the device's own inbox: epoch and seq, both below 2^53. */
export const cursor = struct({ epoch: below(u64, CURSOR_END), seq: below(u64, CURSOR_END) });

export const deviceAddress = struct({ user: id, device: u32 });

/** @returns {number} negative, zero or positive: by epoch, then seq */
export function compareCursors(one, other) {
  const [left, right] = one.epoch === other.epoch ? [one.seq, other.seq] : [one.epoch, other.epoch];
  return left < right ? -1 : Number(left > right);
}

/** A number from `least` to `most`. */
export function between(field, least, most) {
  return checked(field, (value) => value >= least && value <= most, `${least} to ${most}`);
}

/** One of the codes that this version knows. */
export function oneOf(field, ...codes) {
  return checked(field, (value) => codes.includes(value), codes.join(', '));
}

/** A byte of 0 or 1. */
export const flag = {
  read: (input) => oneOf(u8, 0, 1).read(input) === 1,
  write: (out, value) => out.u8(value ? 1 : 0),
};

/** A fixed number of bytes. */
export function bytes(size) {
  return { read: (input) => input.take(size), write: (out, value) => out.bytes(requireSize(value, size)) };
}

/** All bytes up to the end of the frame. */
export const rest = { read: (input) => input.take(input.remaining), write: (out, value) => out.bytes(value) };

/** A length, then so many bytes. */
export function block(length) {
  return {
    read: (input) => input.take(length.read(input)),
    write: (out, value) => {
      length.write(out, value.length);
      out.bytes(value);
    },
  };
}

/** A count, then so many of the same. */
export function list(count, item) {
  return {
    read: (input) => Array.from({ length: count.read(input) }, () => item.read(input)),
    write: (out, values) => {
      count.write(out, values.length);
      values.forEach((value) => item.write(out, value));
    },
  };
}

/** A byte that says whether the field follows; null where it does not. */
export function optional(field) {
  return {
    read: (input) => (flag.read(input) ? field.read(input) : null),
    write: (out, value) => {
      flag.write(out, value !== null);
      if (value !== null) {
        field.write(out, value);
      }
    },
  };
}

/** Named fields, one after the other. */
export function struct(fields) {
  const entries = Object.entries(fields);
  return {
    read: (input) => Object.fromEntries(entries.map(([name, field]) => [name, field.read(input)])),
    write: (out, value) => entries.forEach(([name, field]) => field.write(out, value[name])),
  };
}

/** A field whose value has to pass a check, both ways. */
export function checked(field, isGood, expected) {
  const require = (value) => {
    if (!isGood(value)) {
      throw ProtocolViolation.malformed('field', describe(value), expected);
    }
    return value;
  };
  return { read: (input) => require(field.read(input)), write: (out, value) => field.write(out, require(value)) };
}

function below(field, end) {
  return checked(field, (value) => value < end, `below ${end}`);
}

function number(type) {
  return { read: (input) => input[type](), write: (out, value) => out[type](value) };
}

function describe(value) {
  return typeof value === 'object' ? 'out of order' : value;
}

function requireSize(value, size) {
  if (value.length !== size) {
    throw ProtocolViolation.malformed('bytes', value.length, size);
  }
  return value;
}
