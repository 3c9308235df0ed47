package dev.letterlock.server.jobs;

import java.util.Map;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs recurring work on one of JobRunr's virtual threads. A failure ends here: the next run tries
 * again, so JobRunr need not keep failed jobs. Public because JobRunr calls it by reflection.
 */
public final class NamedWorkHandler implements JobRequestHandler<NamedWork> {
  private static final Logger LOG = LoggerFactory.getLogger(NamedWorkHandler.class);

  private final Map<String, Work> works;
  private final JobTally tally;

  NamedWorkHandler(Map<String, Work> works, JobTally tally) {
    this.works = works;
    this.tally = tally;
  }

  @Override
  public void run(NamedWork request) throws InterruptedException {
    Work work = works.get(request.name());
    if (work == null) {
      LOG.info("{} is no longer done", request.name());
      return;
    }
    try {
      work.run();
      tally.succeeded(work.name());
    } catch (RuntimeException failure) {
      tally.failed(work.name(), failure);
    }
  }
}
