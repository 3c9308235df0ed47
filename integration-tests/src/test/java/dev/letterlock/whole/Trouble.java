package dev.letterlock.whole;

/** What goes wrong while people talk. */
enum Trouble {
  DELIVERY_LOST,
  DELIVERY_DOUBLED,
  DELIVERIES_SWAPPED,
  ANSWER_LOST,
  CONNECTION_CUT,
  DEVICE_CLOSED,
  DEVICE_DEAD
}
