package dev.letterlock.protocol;

/** A constant with a number on the wire. */
public interface Coded {
  /** The number on the wire, unsigned. */
  int code();
}
