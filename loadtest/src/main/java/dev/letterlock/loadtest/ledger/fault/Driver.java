package dev.letterlock.loadtest.ledger.fault;

import dev.letterlock.loadtest.ledger.device.Correspondent;
import dev.letterlock.loadtest.provision.RunFailure;
import dev.letterlock.protocol.id.DeviceAddress;
import java.io.IOException;
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

  private final ChildServer server;
  private final FaultProxy proxy;
  private final List<Correspondent> devices;

  public Driver(ChildServer server, FaultProxy proxy, List<Correspondent> devices) {
    this.server = server;
    this.proxy = proxy;
    this.devices = List.copyOf(devices);
  }

  /**
   * A fault that is over.
   *
   * @param at when it was, in {@code nanoTime}
   * @param victims devices whose next accepted message tells of the recovery; empty for any
   */
  public record Done(long at, Set<DeviceAddress> victims) {}

  /** Lets the fault happen and returns when it is over, and the server serves. */
  public Done perform(Fault fault) throws IOException, InterruptedException {
    return switch (fault.kind()) {
      case KILL, RESTART -> endServer(fault);
      case FREEZE -> freeze(fault.lengthMillis());
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
      case FULL -> fillDisk(fault.lengthMillis());
    };
  }

  private Done endServer(Fault fault) throws IOException, InterruptedException {
    List<Correspondent> absent = victims(fault);
    absent.forEach(Correspondent::crash);
    TimeUnit.MILLISECONDS.sleep(fault.lengthMillis());
    if (fault.kind() == FaultKind.KILL) {
      server.kill();
    } else {
      stop();
    }
    Done ended = now();
    server.start();
    proxy.target(server.url());
    comeBack(absent);
    return ended;
  }

  private void stop() throws InterruptedException {
    int code = server.stop();
    if (code != 0) {
      throw new RunFailure(
          RunFailure.UNAVAILABLE, "The server ended with " + code + " when it was told to stop.");
    }
  }

  private Done freeze(int millis) throws IOException, InterruptedException {
    server.freeze();
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } finally {
      server.thaw();
    }
    return now();
  }

  private Done fillDisk(int millis) throws IOException, InterruptedException {
    server.stopFilesGrowing();
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } finally {
      server.letFilesGrow();
    }
    return now();
  }

  private Done crash(Fault fault) throws InterruptedException {
    List<Correspondent> victims = victims(fault);
    victims.forEach(Correspondent::crash);
    TimeUnit.MILLISECONDS.sleep(fault.lengthMillis());
    comeBack(victims);
    return new Done(
        System.nanoTime(),
        victims.stream().map(Correspondent::address).collect(Collectors.toUnmodifiableSet()));
  }

  private List<Correspondent> victims(Fault fault) {
    List<Correspondent> shuffled = new ArrayList<>(devices);
    Collections.shuffle(shuffled, new Random(fault.victims()));
    return shuffled.subList(0, Math.max(1, shuffled.size() / DYING_SHARE));
  }

  private static void comeBack(List<Correspondent> absent) {
    absent.stream().map(Correspondent::comeBack).toList().forEach(CompletableFuture::join);
  }

  private static Done now() {
    return new Done(System.nanoTime(), Set.of());
  }
}
