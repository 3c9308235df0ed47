import { compare, concat } from '../bytes.js';
import { uuidBytes, uuidText } from '../ids.js';
import { hash } from './e1.js';
import { Label } from './label.js';

/** @returns {string} the id of the direct conversation of two users (docs/E2EE.md §2.10a) */
export function directConversation(one, other) {
  const users = [uuidBytes(one), uuidBytes(other)].sort(compare);
  return uuidText(hash(Label.DIRECT_CONVERSATION, concat(...users)).subarray(0, 16));
}
