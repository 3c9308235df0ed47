package dev.letterlock.server.jobs;

import org.jobrunr.server.JobActivator;

/** Gives JobRunr the instances that the server was built with; there is no static state. */
record Handlers(NamedWorkHandler namedWork, WaveHandler waves) implements JobActivator {
  @Override
  public <T> T activateJob(Class<T> type) {
    return type.cast(type == WaveHandler.class ? waves : namedWork);
  }
}
