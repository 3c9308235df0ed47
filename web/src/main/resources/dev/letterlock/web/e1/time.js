/** Times are milliseconds since 1970, spans milliseconds. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Whether `at` is less than `span` ago, and not more than a day ahead, as it is once a clock was set back. */
export function isWithin(span, at, now) {
  return now - at < span && at - now <= DAY;
}
