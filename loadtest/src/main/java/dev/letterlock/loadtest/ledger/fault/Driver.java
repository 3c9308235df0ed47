package dev.letterlock.loadtest.ledger.fault;

import dev.letterlock.loadtest.ledger.device.Acceptances;
import dev.letterlock.loadtest.ledger.device.Correspondent;
import dev.letterlock.loadtest.provision.RunFailure;
import dev.letterlock.protocol.id.DeviceAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Does what a schedule says, one fault at a time. One thread. */
public final class Driver {

  private static final int LATE_MILLIS = 100;
  private static final int DYING_SHARE = 4;
  private static final long STALLED_LENGTHS = 2;
  private static final long TAIL_MILLIS = 1_000;

  /** Answers that were on their way when Redis died are there by then. */
  private static final long LATE_ANSWERS_MILLIS = 2_000;

  /** Where a fault needs a message, one comes by then; or none is on its way. */
  private static final int LATEST_MESSAGE_SECONDS = 10;

  private static final long APART_LENGTHS = 3;
  private static final long GONE_SECONDS = 20;

  private static final Duration WRONG_BY = Duration.ofHours(1);

  private final Site site;
  private final Acceptances acceptances;
  private final List<Correspondent> devices;

  public Driver(Site site, Acceptances acceptances, List<Correspondent> devices) {
    this.site = site;
    this.acceptances = acceptances;
    this.devices = List.copyOf(devices);
  }

  /**
   * Lets the fault happen and returns when it is over, and all servers serve.
   *
   * @return sees the recovery, from the end of the fault on
   */
  public Recovery perform(Fault fault) throws IOException, InterruptedException {
    FaultProxy proxy = site.proxy();
    return switch (fault.kind()) {
      case KILL, RESTART -> endServer(fault);
      case FREEZE -> freeze(site.server(fault.victims()).process(), fault.lengthMillis());
      case CUT -> {
        proxy.cut();
        yield now();
      }
      case STRAND -> {
        proxy.holdAnswers();
        TimeUnit.MILLISECONDS.sleep(fault.lengthMillis());
        proxy.strand();
        proxy.heal();
        yield now();
      }
      case HOLD -> {
        proxy.hold();
        TimeUnit.MILLISECONDS.sleep(fault.lengthMillis());
        proxy.heal();
        yield now();
      }
      case DELAY -> {
        proxy.delay(LATE_MILLIS);
        TimeUnit.MILLISECONDS.sleep(fault.lengthMillis());
        proxy.heal();
        yield now();
      }
      case CRASH -> crash(fault);
      case STALL -> {
        proxy.stall(DYING_SHARE, new Random(fault.victims()));
        TimeUnit.MILLISECONDS.sleep(STALLED_LENGTHS * fault.lengthMillis());
        proxy.heal();
        yield now();
      }
      case REJECT -> reject(fault);
      case CLOCK -> setClock(fault);
      case FULL -> fillDisk(fault);
      case STORM -> storm();
      case ISOLATE, PARTITION, LOSS, NARROW -> harmPackets(fault);
      case ROLL -> roll();
      case REDIS_KILL -> killRedis(fault);
      case REDIS_TAIL -> loseTail(fault);
      case REDIS_FREEZE ->
          freeze(stores().redis().drawn(fault.victims()).process(), fault.lengthMillis());
      case REDIS_PROMOTE -> promote(fault);
      case DATABASE_KILL -> killDatabase(fault.lengthMillis());
      case DATABASE_FULL -> fillDisk(stores().database(), fault.lengthMillis());
    };
  }

  private Recovery endServer(Fault fault) throws IOException, InterruptedException {
    List<Correspondent> absent = victims(fault);
    ChildServer server = site.server(fault.victims());
    absent.forEach(Correspondent::crash);
    TimeUnit.MILLISECONDS.sleep(fault.lengthMillis());
    if (fault.kind() == FaultKind.KILL) {
      server.process().kill();
    } else {
      stop(server);
    }
    Recovery ended = now();
    server.start();
    site.findServers();
    comeBack(absent);
    return ended;
  }

  private Recovery roll() throws IOException, InterruptedException {
    for (ChildServer server : site.servers()) {
      site.leaveOut(server);
      stop(server);
      server.start();
      site.findServers();
    }
    return now();
  }

  private static void stop(ChildServer server) throws InterruptedException {
    int code = server.process().stop();
    if (code != 0) {
      throw new RunFailure(
          RunFailure.UNAVAILABLE, "The server ended with " + code + " when it was told to stop.");
    }
  }

  private Recovery storm() throws IOException, InterruptedException {
    site.leaveOutAll();
    site.servers().forEach(server -> server.process().kill());
    if (!site.crowd().awaitGone(GONE_SECONDS)) {
      throw new RunFailure(
          RunFailure.UNAVAILABLE,
          site.crowd().present() + " sessions do not notice that all servers are dead.");
    }
    for (ChildServer server : site.servers()) {
      server.launch();
    }
    for (ChildServer server : site.servers()) {
      server.awaitReady();
    }
    Acceptances.Watch each = acceptances.watchEach(addresses(devices));
    long begin = System.nanoTime();
    site.findServers();
    return seconds -> {
      boolean there = site.crowd().awaitThere(seconds);
      long after = System.nanoTime() - begin;
      long accepted = each.await(seconds);
      return there && accepted >= 0 ? Math.max(after, accepted) : -1;
    };
  }

  private Recovery harmPackets(Fault fault) throws IOException, InterruptedException {
    ChildServer server = site.server(fault.victims());
    switch (fault.kind()) {
      case ISOLATE -> Packets.isolate(server.url().port());
      case PARTITION -> Packets.part(site.numberOf(server));
      case LOSS -> Packets.lose();
      default -> Packets.narrow();
    }
    boolean apart = fault.kind() == FaultKind.ISOLATE || fault.kind() == FaultKind.PARTITION;
    TimeUnit.MILLISECONDS.sleep((apart ? APART_LENGTHS : 1) * fault.lengthMillis());
    if (fault.kind() == FaultKind.NARROW) {
      Packets.widen();
    } else {
      Packets.heal();
    }
    return now();
  }

  private Recovery freeze(Child process, int millis) throws IOException, InterruptedException {
    process.freeze();
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } finally {
      process.thaw();
    }
    return now();
  }

  private Recovery fillDisk(Fault fault) throws IOException, InterruptedException {
    Site.Stores stores = site.stores();
    if (stores != null) {
      return fillDisk(stores.redis().drawn(fault.victims()), fault.lengthMillis());
    }
    Child server = site.server(fault.victims()).process();
    server.stopFilesGrowing();
    TimeUnit.MILLISECONDS.sleep(fault.lengthMillis());
    server.letFilesGrow();
    return now();
  }

  private Recovery fillDisk(ChildStore store, int millis) throws IOException, InterruptedException {
    store.process().stopFilesGrowing();
    TimeUnit.MILLISECONDS.sleep(millis);
    if (store.process().isAlive()) {
      store.process().letFilesGrow();
    } else {
      store.start();
    }
    return now();
  }

  private Recovery setClock(Fault fault) throws IOException, InterruptedException {
    ChildClock clock = site.server(fault.victims()).clock();
    clock.set(fault.victims() < 0 ? WRONG_BY.negated() : WRONG_BY);
    TimeUnit.MILLISECONDS.sleep(fault.lengthMillis());
    clock.set(Duration.ZERO);
    return now();
  }

  private Recovery killRedis(Fault fault) throws IOException, InterruptedException {
    ChildStore redis = stores().redis().drawn(fault.victims());
    List<Correspondent> absent = victims(fault);
    absent.forEach(Correspondent::crash);
    TimeUnit.MILLISECONDS.sleep(fault.lengthMillis());
    redis.process().kill();
    Recovery ended = now();
    redis.start();
    comeBack(absent);
    return ended;
  }

  private Recovery promote(Fault fault) throws IOException, InterruptedException {
    SharedRedis redis = stores().redis();
    ChildStore dying = redis.drawnPrimary(fault.victims());
    dying.process().kill();
    Recovery ended = acceptances.watchEach(addresses(devices))::await;
    redis.awaitPromotion();
    dying.start();
    redis.awaitWhole();
    return ended;
  }

  private Recovery loseTail(Fault fault) throws IOException, InterruptedException {
    ChildStore redis = stores().redis().drawn(fault.victims());
    AppendOnlyFile kept = AppendOnlyFile.in(redis.folder());
    List<Correspondent> absent = victims(fault);
    noteRisk(true);
    absent.forEach(Correspondent::crash);
    long bytes = kept.size();
    TimeUnit.MILLISECONDS.sleep(TAIL_MILLIS);
    redis.process().kill();
    kept.cutTo(bytes);
    Recovery ended = now();
    redis.start();
    comeBack(absent);
    TimeUnit.MILLISECONDS.sleep(LATE_ANSWERS_MILLIS);
    noteRisk(false);
    return ended;
  }

  private void noteRisk(boolean begins) {
    devices.stream()
        .map(device -> device.noteRisk(begins))
        .toList()
        .forEach(CompletableFuture::join);
  }

  private Recovery killDatabase(int millis) throws IOException, InterruptedException {
    ChildStore database = stores().database();
    database.process().kill();
    TimeUnit.MILLISECONDS.sleep(millis);
    database.start();
    return now();
  }

  private Site.Stores stores() {
    Site.Stores stores = site.stores();
    if (stores == null) {
      throw new IllegalStateException("nodes: 1 (expected: several for this fault)");
    }
    return stores;
  }

  private Recovery crash(Fault fault) throws InterruptedException {
    List<Correspondent> victims = victims(fault);
    victims.forEach(Correspondent::crash);
    TimeUnit.MILLISECONDS.sleep(fault.lengthMillis());
    comeBack(victims);
    return acceptances.watch(addresses(victims))::await;
  }

  private static Set<DeviceAddress> addresses(List<Correspondent> of) {
    return of.stream().map(Correspondent::address).collect(Collectors.toUnmodifiableSet());
  }

  private Recovery reject(Fault fault) throws InterruptedException {
    List<Correspondent> victims = victims(fault);
    CompletableFuture<Object> first =
        CompletableFuture.anyOf(
            victims.stream().map(Correspondent::reject).toArray(CompletableFuture<?>[]::new));
    TimeUnit.MILLISECONDS.sleep(fault.lengthMillis());
    var _ = first.completeOnTimeout(victims, LATEST_MESSAGE_SECONDS, TimeUnit.SECONDS).join();
    victims.forEach(Correspondent::show);
    return now();
  }

  private List<Correspondent> victims(Fault fault) {
    List<Correspondent> shuffled = new ArrayList<>(devices);
    Collections.shuffle(shuffled, new Random(fault.victims()));
    return shuffled.subList(0, Math.max(1, shuffled.size() / DYING_SHARE));
  }

  private static void comeBack(List<Correspondent> absent) {
    absent.stream().map(Correspondent::comeBack).toList().forEach(CompletableFuture::join);
  }

  private Recovery now() {
    return acceptances.watch(Set.of())::await;
  }
}
