import { ByteReader } from '../byte-reader.js';
import { ByteWriter } from '../byte-writer.js';
import { KeyRejected, StateRejected } from './rejections.js';

/**
 * Two signed structures that somebody is shown as a proof: `u8=1 | u32 length | one | u32 length | other`
 * (docs/E2EE.md §2.2, §2.8).
 */

/** @returns {Uint8Array} */
export function encodePair(one, other) {
  return new ByteWriter().u8(1).block(one.encode()).block(other.encode()).toBytes();
}

/**
 * @param {(bytes: Uint8Array) => object} parse reads one of the two
 * @param {number} most bytes of one of them
 * @throws {StateRejected} with BAD_LENGTH, BAD_VERSION or BAD_VALUE
 */
export function decodePair(bytes, parse, most) {
  const input = new ByteReader(bytes, () => new StateRejected('BAD_LENGTH', 'evidence: cut off (expected: more)'));
  const version = input.u8();
  if (version !== 1) {
    throw new StateRejected('BAD_VERSION', `evidence version: ${version} (expected: 1)`);
  }
  const pair = [readOne(input, parse, most), readOne(input, parse, most)];
  if (input.remaining !== 0) {
    throw new StateRejected('BAD_LENGTH', `evidence: ${input.remaining} leftover (expected: 0)`);
  }
  return pair;
}

function readOne(input, parse, most) {
  const size = input.u32();
  if (size > most) {
    throw new StateRejected('BAD_LENGTH', `evidence: ${size} B (expected: at most ${most})`);
  }
  try {
    return parse(input.take(size));
  } catch (error) {
    if (error instanceof KeyRejected) {
      throw new StateRejected('BAD_VALUE', `evidence: ${error.fault} (expected: as it was signed)`, { cause: error });
    }
    throw error;
  }
}
