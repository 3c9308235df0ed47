import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lineup } from '../../../main/resources/dev/letterlock/web/messenger/lineup.js';

/** Which Send leaves next: docs/PROTOCOL.md §3.5, docs/E2EE.md §2.6. */

const NOW = 1000;
const text = (order, conversation, more) => ({ order, conversation, numbered: true, sealed: false, notBefore: 0, ...more });

/** The orders that leave, one after the other, with nothing answered in between. */
function leaving(lineup) {
  const orders = [];
  for (let entry = lineup.next(NOW); entry !== undefined; entry = lineup.next(NOW)) {
    orders.push(entry.order);
    lineup.leave(orders.length, entry);
  }
  return orders;
}

function lineupOf(...entries) {
  const lineup = new Lineup();
  entries.forEach((entry) => lineup.add(entry));
  return lineup;
}

test('lets one text of a conversation leave at a time, and control content with it', () => {
  const control = text(3, 'a', { numbered: false });
  const lineup = lineupOf(text(1, 'a'), text(2, 'a'), control, text(4, 'b'));
  assert.deepEqual(leaving(lineup), [1, 3, 4]);
  assert.deepEqual(
    lineup.takeAnswered(1, 1).map(({ order, ref }) => [order, ref]),
    [[1, 1]],
  );
  assert.equal(lineup.next(NOW).order, 2);
});

test('sends what is unanswered before all that is new, in its old order', () => {
  const lineup = lineupOf(text(1, 'a'), text(5, 'b', { sealed: true }), text(3, 'c', { sealed: true }), text(4, 'd'));
  assert.deepEqual(leaving(lineup), [3, 5, 1, 4]);
});

test('sends again what was under way when the connection was lost', () => {
  const lineup = lineupOf(text(1, 'a'), text(2, 'b'), text(3, 'a'));
  assert.deepEqual(leaving(lineup), [1, 2]);
  lineup.takeBack();
  assert.equal(lineup.underWay, 0);
  assert.deepEqual(leaving(lineup), [1, 2]);
});

test('keeps a text behind one that waits, but not those of others', () => {
  const lineup = lineupOf(text(1, 'a', { notBefore: NOW + 1 }), text(2, 'a'), text(3, 'b'));
  assert.deepEqual(leaving(lineup), [3]);
  assert.equal(lineup.nextTime(), NOW + 1);
  lineup.release();
  assert.equal(lineup.next(NOW).order, 1);
});

test('does not take the turn of a sealed text that waits', () => {
  const lineup = lineupOf(text(1, 'a', { sealed: true, notBefore: NOW + 1 }), text(2, 'a'));
  assert.deepEqual(leaving(lineup), []);
  assert.equal(lineup.size, 2);
});
