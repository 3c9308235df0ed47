/**
 * The versions of a list or of a group's states that this client has verified, the last 64 of them, oldest first: what
 * the head of a message says of them has to agree (docs/E2EE.md §2.6). A value, plain data.
 *
 * @typedef {import('./content.js').ListView} ListView
 */

const MOST = 64;

/** @returns {ListView[]} with a newer view; the same one once more changes nothing */
export function withView(history, newer) {
  const newest = history.at(-1);
  return newest !== undefined && newer.version <= newest.version ? [...history] : [...history, newer].slice(-MOST);
}

/**
 * @param {readonly ListView[]} history
 * @param {ListView} stated
 * @returns {'AGREES' | 'NEWER' | 'FORGOTTEN' | 'SPLIT'}
 */
export function compareView(history, stated) {
  const same = history.find((view) => view.version === stated.version);
  if (same !== undefined) {
    return same.hash8 === stated.hash8 ? 'AGREES' : 'SPLIT';
  }
  return stated.version > (history.at(-1)?.version ?? 0n) ? 'NEWER' : 'FORGOTTEN';
}
