package dev.letterlock.loadtest.scenario;

import dev.letterlock.loadtest.measure.Footprint;
import dev.letterlock.loadtest.measure.Progress;
import dev.letterlock.loadtest.measure.Window;
import dev.letterlock.loadtest.peer.Connector;
import dev.letterlock.loadtest.peer.LoadSession;
import dev.letterlock.loadtest.provision.LoadUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Steady traffic by the clock between pairs of devices, of which the receiving ones leave and come
 * back all the time: does what the server holds stay as it is? At the end all are there, and every
 * message is verified.
 */
public final class SoakScenario implements Scenario {

  private static final double USUAL_RATE = 500;

  private static final int MOST_SAMPLES = 60;
  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(2);
  private static final long DRAIN_SECONDS = 60;
  private static final int POLL_MILLIS = 50;

  @Override
  public Outcome run(Setup asked) throws InterruptedException {
    Setup setup = asked.byTheClock(USUAL_RATE);
    int pairs = Math.max(1, setup.options().connections() / 2);
    Connector.requireFiles(2 * pairs);
    List<LoadUser> users = setup.provisioner().provision(2 * pairs, 1, setup.options().preKeys());
    Traffic traffic = new Traffic(setup);
    List<LoadSession> sending = new ArrayList<>();
    List<Comer> comers = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      Pair pair = Pair.of(setup, users.get(2 * i), users.get(2 * i + 1), i, false);
      pair.join(traffic);
      sending.add(pair.sending());
      comers.add(new Comer(pair.receiving()));
    }
    setup
        .connector()
        .connect(Stream.concat(sending.stream(), comers.stream().map(Comer::session)).toList());
    comers.forEach(Comer::start);
    Sampler sampler = Sampler.start(setup.admin(), interval(setup.options()));
    Window window = traffic.run();
    List<Footprint> footprints = sampler.end();
    long lost = rest(setup, traffic, comers);
    traffic.goodbye();
    return Reports.ofSoak(setup, window, lost, footprints);
  }

  private static Duration interval(ScenarioOptions options) {
    Duration share = options.warmup().plus(options.duration()).dividedBy(MOST_SAMPLES);
    return share.compareTo(LEAST_INTERVAL) < 0 ? LEAST_INTERVAL : share;
  }

  /** Everybody comes, and stays until all has arrived; returns what has not. */
  private static long rest(Setup setup, Traffic traffic, List<Comer> comers)
      throws InterruptedException {
    Progress progress = setup.progress();
    progress.begin("delivering the rest", 0);
    for (Comer comer : comers) {
      traffic.add(comer.stay().join());
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
    while (traffic.lost() > 0 && !setup.run().leaving() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    progress.end();
    return traffic.lost();
  }
}
