package dev.letterlock.loadtest.ledger.run;

import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.client.transport.TransportKind;
import dev.letterlock.crypto.E1;
import dev.letterlock.loadtest.ledger.Judge;
import dev.letterlock.loadtest.ledger.LedgerFile;
import dev.letterlock.loadtest.ledger.crowd.Crowd;
import dev.letterlock.loadtest.ledger.device.Acceptances;
import dev.letterlock.loadtest.ledger.device.Community;
import dev.letterlock.loadtest.ledger.device.Correspondent;
import dev.letterlock.loadtest.ledger.fault.ChildServer;
import dev.letterlock.loadtest.ledger.fault.Driver;
import dev.letterlock.loadtest.ledger.fault.Fault;
import dev.letterlock.loadtest.ledger.fault.Schedule;
import dev.letterlock.loadtest.ledger.fault.Site;
import dev.letterlock.loadtest.measure.Latencies;
import dev.letterlock.loadtest.measure.Percentiles;
import dev.letterlock.loadtest.measure.Progress;
import dev.letterlock.loadtest.measure.Tally;
import dev.letterlock.loadtest.peer.CryptoKit;
import dev.letterlock.loadtest.provision.AdminClient;
import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.loadtest.provision.Provisioner;
import dev.letterlock.loadtest.provision.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A run from the first start of the server to the verdict: faults as the schedule says, each
 * followed by the wait for its recovery, then peace until every inbox is empty, then the ledgers
 * are read from disk. One thread.
 */
public final class LedgerRun {

  private static final int ONE_TIME_KEYS = 200;

  /** So many claims of one device leave some of those keys at the end. */
  private static final int CLAIMS = 80;

  private static final Duration LEAST_CLAIM_INTERVAL = Duration.ofMillis(500);

  /** How long a server may take to answer a handshake: less than a freeze is no fault. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long RECOVERY_SECONDS = 60;
  private static final long DRAIN_SECONDS = 60;
  private static final int POLL_MILLIS = 50;

  private final LedgerPlan plan;
  private final Progress progress;
  private final Tally tally = new Tally();
  private final Acceptances acceptances = new Acceptances();
  private final Latencies deliveries = new Latencies();
  private final FaultLog faults;

  public LedgerRun(LedgerPlan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
    this.faults = new FaultLog(plan.harm().kinds());
  }

  /**
   * Runs it.
   *
   * @throws RunFailure if the server does not come up or does not let anybody in
   */
  public LedgerOutcome run() throws IOException, InterruptedException {
    Files.createDirectories(plan.site().folder().resolve("ledgers"));
    E1 e1 = CryptoKit.load().e1();
    try (Site site = Site.open(plan.site());
        ClientTransport transport =
            ClientTransport.start(TransportKind.best(), plan.threads(), PATIENCE)) {
      Community community =
          new Community(
              transport,
              site.url(),
              tally,
              acceptances,
              deliveries,
              plan.window(),
              Duration.ofNanos((long) (plan.connections() / plan.rate() * 1e9)),
              claimInterval());
      List<Correspondent> devices = populate(site, e1, community);
      devices.forEach(Correspondent::start);
      double seconds = harm(new Driver(site, acceptances, devices));
      boolean drained = drain(devices);
      devices.forEach(device -> device.end().join());
      site.stop();
      return judge(devices, seconds, drained);
    }
  }

  private Duration claimInterval() {
    Duration share = plan.harm().duration().dividedBy(CLAIMS);
    return share.compareTo(LEAST_CLAIM_INTERVAL) < 0 ? LEAST_CLAIM_INTERVAL : share;
  }

  /** Makes all users, and lets the idle ones connect. */
  private List<Correspondent> populate(Site site, E1 e1, Community community)
      throws IOException, InterruptedException {
    ChildServer server = site.anyServer();
    try (AdminClient admin = new AdminClient(server.managementUrl(), server.adminToken())) {
      Provisioner provisioner = new Provisioner(admin, e1, Clock.systemUTC(), progress);
      List<LoadUser> users = provisioner.provision(plan.users(), plan.devices(), ONE_TIME_KEYS);
      fill(site, provisioner.provision(plan.idle(), 1, 0));
      return new Ring(plan, e1).of(users, community);
    }
  }

  private void fill(Site site, List<LoadUser> idle) throws IOException, InterruptedException {
    List<LoadDevice> devices = idle.stream().flatMap(user -> user.devices().stream()).toList();
    Crowd crowd = Crowd.of(devices, plan.site().folder(), tally);
    site.join(crowd);
    progress.begin("connecting", plan.idle());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(RECOVERY_SECONDS);
    while (!crowd.awaitThere(1)) {
      progress.done(crowd.present());
      if (System.nanoTime() > deadline) {
        int present = crowd.present();
        crowd.close();
        throw new RunFailure(
            RunFailure.REFUSED,
            "Only %d of %d idle sessions were let in: %s"
                .formatted(present, plan.idle(), tally.troubles()));
      }
    }
    progress.end();
  }

  /** Returns how many seconds the faults took. */
  private double harm(Driver driver) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    if (acceptances.watch(Set.of()).await(RECOVERY_SECONDS) < 0) {
      throw new RunFailure(RunFailure.REFUSED, "The server accepts nothing: " + tally.troubles());
    }
    Schedule schedule = new Schedule(plan.harm().seed(), plan.harm().kinds());
    long end = begin + plan.harm().duration().toNanos();
    progress.begin("faults", plan.harm().duration().toSeconds());
    int left = plan.harm().kinds().size();
    boolean recovered = true;
    while (recovered) {
      Fault fault = schedule.next();
      // Each kind comes once, however slow the machine is.
      if (!pause(fault.pauseMillis(), begin, end) && left <= 0) {
        break;
      }
      left--;
      recovered = perform(driver, fault);
      progress.done(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
    }
    progress.end();
    return (System.nanoTime() - begin) / 1e9;
  }

  /** False when the time is over. */
  private boolean pause(int millis, long begin, long end) throws InterruptedException {
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    TimeUnit.MILLISECONDS.sleep(Math.clamp(left, 0, millis));
    progress.done(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
    return left > millis;
  }

  private boolean perform(Driver driver, Fault fault) throws IOException, InterruptedException {
    long nanos = driver.perform(fault).await(RECOVERY_SECONDS);
    if (nanos < 0) {
      faults.unrecovered();
      return false;
    }
    faults.recovered(fault.kind(), nanos);
    return true;
  }

  /** Every message answered, and then every inbox read to its end in a new session. */
  private boolean drain(List<Correspondent> devices) throws InterruptedException {
    progress.begin("draining", 0);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
    devices.forEach(Correspondent::fallSilent);
    while (devices.stream().anyMatch(device -> device.unanswered().join() > 0)
        && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    CompletableFuture<?>[] drained =
        devices.stream().map(Correspondent::drain).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(drained)
          .get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } finally {
      progress.end();
    }
  }

  private LedgerOutcome judge(List<Correspondent> devices, double seconds, boolean drained) {
    var found =
        Judge.judge(devices.stream().map(device -> LedgerFile.read(device.ledger())).toList());
    return new LedgerOutcome(
        LedgerReport.of(
            plan, seconds, found, faults, Percentiles.of(deliveries.takeInterval()), drained),
        found,
        tally.troubles());
  }
}
