/**
 * The Sends of this device in their order, in the profile: unsealed, sealed byte for byte, or accepted and kept until the
 * server's horizon has passed (docs/PROTOCOL.md §3.5, §3.6).
 *
 * @typedef {{draft: import('./drafts.js').Draft, frame: Uint8Array | null, acceptedAt: number, attempts: number}} OutboxEntry
 */

const DIGITS = 12;

/** @returns {number} the order of the new entry, above that of all others */
export function addEntry(step, draft) {
  const order = (step.get('outbox-order', '') ?? 0) + 1;
  step.put('outbox-order', '', order);
  putEntry(step, order, { draft, frame: null, acceptedAt: 0, attempts: 0 });
  return order;
}

/** @returns {OutboxEntry | undefined} */
export function entryOf(step, order) {
  return step.get('outbox', idOf(order));
}

export function putEntry(step, order, entry) {
  step.put('outbox', idOf(order), entry);
}

export function removeEntry(step, order) {
  step.remove('outbox', idOf(order));
}

/** @returns {Array<[number, OutboxEntry]>} in their order */
export function allEntries(step) {
  return step.ids('outbox').map((id) => [Number(id), step.get('outbox', id)]);
}

function idOf(order) {
  return String(order).padStart(DIGITS, '0');
}
