package dev.letterlock.server.jobs;

import java.time.Instant;

/** How the jobs are, for {@code /readyz}. */
public sealed interface JobState {

  /** True while jobs run. */
  default boolean running() {
    return this instanceof Running;
  }

  /** In words for an operator. */
  String reason();

  /** Jobs run. */
  record Running(Instant since) implements JobState {
    @Override
    public String reason() {
      return "running";
    }
  }

  /** Jobs wait until their database is there; it is tried again and again. */
  record Restarting(Instant since, String reason) implements JobState {}

  /** Not started, or closed. */
  record Stopped(String reason) implements JobState {}
}
