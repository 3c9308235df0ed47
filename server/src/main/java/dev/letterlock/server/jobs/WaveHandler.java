package dev.letterlock.server.jobs;

import org.jobrunr.jobs.lambdas.JobRequestHandler;

/**
 * Has a wave sent on one of JobRunr's virtual threads; after a failure JobRunr tries again. Public
 * because JobRunr calls it by reflection.
 */
public final class WaveHandler implements JobRequestHandler<WaveRequest> {
  static final String NAME = "wake-ups";

  private final WaveWork waves;
  private final JobTally tally;

  WaveHandler(WaveWork waves, JobTally tally) {
    this.waves = waves;
    this.tally = tally;
  }

  @Override
  public void run(WaveRequest request) throws InterruptedException {
    try {
      waves.run(request.wave());
      tally.succeeded(NAME);
    } catch (RuntimeException failure) {
      tally.failed(NAME, failure);
      throw failure;
    }
  }
}
