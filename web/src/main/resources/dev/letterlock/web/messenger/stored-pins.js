import { DeviceListPins } from '../e1/device-list-pins.js';
import { DeviceList } from '../e1/device-list.js';
import { viewOf } from '../e1/content.js';
import { lineageOf } from '../e1/key-lineage.js';
import { withView } from '../e1/view-history.js';

/** Pins as plain data for a profile, and back. */

/** Keeps the pins of a user, with the view of the list that heads of messages have to agree with. */
export function keepPins(step, user, pins) {
  step.put('pins', user, pinsToState(pins));
  const views = step.get('views', user) ?? [];
  step.put('views', user, withView(views, viewOf(pins.list.version, pins.list.listHash())));
  if (!step.has('lineages', user)) {
    step.put('lineages', user, [...lineageOf(pins.list.accountKey)]);
  }
}

function pinsToState({ list, verified, pending, rejected, replaced }) {
  return {
    list: list.encode(),
    verified,
    pending: pending === null ? null : pending.encode(),
    rejected: [...rejected],
    replaced: replaced === null ? null : replaced.encode(),
  };
}

export function pinsOfState({ list, verified, pending, rejected, replaced }) {
  return new DeviceListPins(DeviceList.parse(list), {
    verified,
    pending: pending === null ? null : DeviceList.parse(pending),
    rejected,
    replaced: replaced === null ? null : DeviceList.parse(replaced),
  });
}
