package dev.letterlock.server.config;

/** What "on disk" means when a message is answered with Accepted. */
public enum Durability {
  SYNC,
  RELAXED
}
