import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, toHex } from '../../../main/resources/dev/letterlock/web/bytes.js';
import {
  decodeClientFrame,
  decodeServerFrame,
  encodeFrame,
} from '../../../main/resources/dev/letterlock/web/wire/frames.js';
import { vectors } from '../vectors.js';

/** docs/PROTOCOL.md §2 to §6, by docs/vectors/frames.json. */

const file = vectors('frames');
const decode = ({ from, hex }) => (from === 'client' ? decodeClientFrame : decodeServerFrame)(fromHex(hex));

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** As the vectors write it: u64 as decimal text, ids and bytes as hex. */
function asVector(value) {
  if (typeof value === 'bigint') {
    return String(value);
  }
  if (value instanceof Uint8Array) {
    return toHex(value);
  }
  if (Array.isArray(value)) {
    return value.map(asVector);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, asVector(field)]));
  }
  return UUID.test(value) ? value.replaceAll('-', '') : value;
}

for (const vector of file.valid) {
  test(`reads and writes: ${vector.name}`, () => {
    const frame = decode(vector);
    const { type, ...fields } = frame;
    assert.equal(type, vector.type);
    assert.deepEqual(asVector(fields), vector.fields);
    assert.equal(toHex(encodeFrame(frame)), vector.hex);
  });
}

for (const vector of file.answered) {
  test(`answers: ${vector.name}`, () => {
    const frame = decode(vector);
    assert.equal(frame === null ? 'UNKNOWN_FRAME' : 'UNSUPPORTED_ROUTE', vector.outcome);
    assert.equal(frame?.unsupportedRoute, vector.route);
  });
}

for (const vector of file.refused) {
  test(`refuses: ${vector.name}`, () => {
    assert.throws(() => decode(vector), { error: vector.error, closeCode: vector.closeCode });
  });
}
