package dev.letterlock.loadtest.scenario;

import dev.letterlock.loadtest.measure.ServerSample;
import dev.letterlock.loadtest.measure.Window;
import dev.letterlock.loadtest.peer.Connector;
import dev.letterlock.loadtest.peer.LoadSession;
import dev.letterlock.loadtest.provision.LoadUser;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that do nothing: what each adds to the server's resident memory, from none to all of
 * them, both after forced collections. A first small round warms the server's code and pools.
 */
public final class IdleScenario implements Scenario {

  private static final int WARM_SESSIONS = 500;
  private static final int COLLECTIONS = 3;

  private final LoadSession.Role nothing = new LoadSession.Role() {};

  @Override
  public Outcome run(Setup setup) throws InterruptedException {
    int count = setup.options().connections();
    Connector.requireFiles(count);
    List<LoadUser> users = setup.provisioner().provision(count, 1, setup.options().preKeys());
    Traffic first = open(setup, users.subList(0, Math.min(WARM_SESSIONS, count)));
    first.goodbye();
    ServerSample none = settled(setup);
    Traffic all = open(setup, users);
    ServerSample full = settled(setup);
    Window window =
        setup
            .measurement()
            .watch(setup.options().warmup(), setup.options().duration(), setup.run()::leaving);
    all.goodbye();
    return none == null || full == null
        ? Reports.ofIdle(setup, window, null, List.of())
        : Reports.ofIdle(
            setup,
            window,
            (full.rssBytes() - none.rssBytes()) / (double) count,
            List.of(inUse(none, full, count)));
  }

  /** Resident memory hides what found room in free pages of the heap; this does not. */
  private static String inUse(ServerSample none, ServerSample full, int count) {
    return String.format(
        Locale.ROOT,
        "Heap and direct memory in use after collection: %.2f KiB per connection.",
        (full.usedBytes() - none.usedBytes()) / 1024.0 / count);
  }

  private Traffic open(Setup setup, List<LoadUser> users) throws InterruptedException {
    Traffic traffic = new Traffic(setup);
    List<LoadSession> sessions =
        IntStream.range(0, users.size())
            .mapToObj(i ->
                new LoadSession(
                    setup.run(),
                    users.get(i).devices().getFirst(),
                    i % setup.run().transport().loops(),
                    nothing))
            .toList();
    sessions.forEach(traffic::add);
    setup.connector().connect(sessions);
    return traffic;
  }

  /** The server's figures once it has collected its garbage a few times. */
  private static @Nullable ServerSample settled(Setup setup) throws InterruptedException {
    for (int i = 0; i < COLLECTIONS; i++) {
      TimeUnit.SECONDS.sleep(1);
      setup.admin().collectGarbage();
    }
    return setup.admin().sample();
  }
}
