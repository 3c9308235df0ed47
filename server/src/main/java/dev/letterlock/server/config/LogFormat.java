package dev.letterlock.server.config;

/** How a log line looks: one line of text for a person, or one JSON object for a program. */
public enum LogFormat {
  HUMAN,
  JSON
}
