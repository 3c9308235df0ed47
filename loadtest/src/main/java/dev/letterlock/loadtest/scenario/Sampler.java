package dev.letterlock.loadtest.scenario;

import dev.letterlock.loadtest.measure.Footprint;
import dev.letterlock.loadtest.provision.AdminClient;
import dev.letterlock.loadtest.provision.RunFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets the server collect its garbage at every interval and asks what it holds then. */
final class Sampler {

  private final AdminClient admin;
  private final Duration every;
  private final List<Footprint> samples = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread;

  private Sampler(AdminClient admin, Duration every) {
    this.admin = admin;
    this.every = every;
    this.thread = Thread.ofVirtual().unstarted(this::sampleUntilOver);
  }

  static Sampler start(AdminClient admin, Duration every) {
    Sampler sampler = new Sampler(admin, every);
    sampler.thread.start();
    return sampler;
  }

  /** Ends it and returns all samples; none of a time in which the server was away. */
  List<Footprint> end() throws InterruptedException {
    over.countDown();
    thread.join();
    return List.copyOf(samples);
  }

  private void sampleUntilOver() {
    long begin = System.nanoTime();
    try {
      while (!over.await(every.toNanos(), TimeUnit.NANOSECONDS)) {
        sample(begin);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sample(long begin) {
    try {
      admin.collectGarbage();
      String metrics = admin.metrics();
      if (metrics != null) {
        samples.add(Footprint.parse((System.nanoTime() - begin) / 1e9, metrics));
      }
    } catch (RunFailure e) {
      // It is away; if it stays away the sessions tell why.
    }
  }
}
