/**
 * Which numbers of a device's texts in a conversation have come (docs/E2EE.md §2.6): the highest, and at most 64 holes
 * below it. What lies below `known` is no longer told apart. A value, plain data.
 *
 * @typedef {{from: bigint, to: bigint}} Range
 * @typedef {{highest: bigint, known: bigint, holes: readonly Range[]}} SequenceTrack
 * @typedef {{kind: 'NEXT' | 'LATE' | 'REPEATED', track: SequenceTrack}
 *   | {kind: 'SKIPPED', track: SequenceTrack, missing: Range}} SequenceStep
 */

const MOST_HOLES = 64;

/** @type {SequenceTrack} */
export const NOTHING_CAME = Object.freeze({ highest: 0n, known: 0n, holes: Object.freeze([]) });

/**
 * @param {SequenceTrack} track
 * @param {bigint} number
 * @returns {SequenceStep}
 */
export function acceptNumber(track, number) {
  if (number === track.highest + 1n) {
    return { kind: 'NEXT', track: { ...track, highest: number } };
  }
  if (number > track.highest) {
    const missing = { from: track.highest + 1n, to: number - 1n };
    return { kind: 'SKIPPED', missing, track: withHoles(track, number, [...track.holes, missing]) };
  }
  const hole = track.holes.find(({ from, to }) => from <= number && number <= to);
  if (hole !== undefined) {
    const holes = track.holes.flatMap((each) => (each === hole ? split(hole, number) : [each]));
    return { kind: 'LATE', track: withHoles(track, track.highest, holes) };
  }
  return { kind: number <= track.known ? 'LATE' : 'REPEATED', track };
}

function split({ from, to }, number) {
  return [
    { from, to: number - 1n },
    { from: number + 1n, to },
  ].filter((part) => part.from <= part.to);
}

function withHoles(track, highest, holes) {
  if (holes.length <= MOST_HOLES) {
    return { highest, known: track.known, holes };
  }
  return { highest, known: holes[0].to, holes: holes.slice(1) };
}
