package dev.letterlock.server.jobs;

import org.jobrunr.jobs.lambdas.JobRequest;

/**
 * What JobRunr stores about a run of recurring work. Name and component are known to the jobs'
 * database.
 */
record NamedWork(String name) implements JobRequest {
  @Override
  public Class<NamedWorkHandler> getJobRequestHandler() {
    return NamedWorkHandler.class;
  }
}
