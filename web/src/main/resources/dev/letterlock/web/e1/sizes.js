/** Sizes of what crosses the wire, in bytes: docs/E2EE.md §2.1 and §2.6. */

export const RECORD = 93;
export const SLICE_OVERHEAD = 73;
export const GROUP_OVERHEAD = 93;
export const MIN_PADDED = 256;
export const MAX_PADDED = 65_536;

const CLASSIC_PRE_KEY_RECORD = 143;
const HYBRID_PRE_KEY_RECORD = 1231;

/** Whether a size is 256 · 2^k with k from 0 to 8. */
export function isPadded(size) {
  return size >= MIN_PADDED && size <= MAX_PADDED && (size & (size - 1)) === 0;
}

export function isSlice(size) {
  return isPadded(size - SLICE_OVERHEAD);
}

export function isGroupMessage(size) {
  return isSlice(size - GROUP_OVERHEAD);
}

export function isDeviceHeader(size) {
  return size === RECORD || size === CLASSIC_PRE_KEY_RECORD || size === HYBRID_PRE_KEY_RECORD;
}

/** @returns {number} the smallest padded size that has room for a content and its mark */
export function paddedSizeFor(contentLength) {
  if (contentLength >= MAX_PADDED) {
    throw new RangeError(`content: ${contentLength} B (expected: at most 65535)`);
  }
  let size = MIN_PADDED;
  while (size <= contentLength) {
    size *= 2;
  }
  return size;
}
