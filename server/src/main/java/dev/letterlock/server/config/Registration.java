package dev.letterlock.server.config;

/** Who may make an account: anybody, or only an operator on the management port. */
public enum Registration {
  OPEN,
  CLOSED
}
