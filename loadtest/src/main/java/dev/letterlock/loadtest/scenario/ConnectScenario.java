package dev.letterlock.loadtest.scenario;

import dev.letterlock.client.transport.Closure;
import dev.letterlock.loadtest.measure.Window;
import dev.letterlock.loadtest.peer.Connector;
import dev.letterlock.loadtest.peer.LoadRun;
import dev.letterlock.loadtest.peer.LoadSession;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.loadtest.provision.RunFailure;
import dev.letterlock.protocol.frame.server.Welcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A storm of connections: connect, Hello, Welcome, goodbye, and again, so many at a time. */
public final class ConnectScenario implements Scenario {

  private static final int MOST_TROUBLES = 1000;
  private static final int PAUSE_MILLIS = 10;

  @Override
  public Outcome run(Setup setup) throws InterruptedException {
    int atOnce = setup.options().connections();
    Connector.requireFiles(atOnce);
    List<LoadUser> users = setup.provisioner().provision(atOnce, 1, setup.options().preKeys());
    LoadRun run = setup.run();
    for (int i = 0; i < atOnce; i++) {
      new Revolver(run, users.get(i), i % run.transport().loops()).again();
    }
    Window window =
        setup
            .measurement()
            .watch(setup.options().warmup(), setup.options().duration(), () -> hopeless(run));
    run.stop();
    if (window.counts().connects() == 0 && !run.leaving()) {
      throw new RunFailure(
          RunFailure.UNAVAILABLE, "No connection came about: " + run.tally().troubles());
    }
    return Reports.ofConnects(setup, window);
  }

  private static boolean hopeless(LoadRun run) {
    Map<String, Long> troubles = run.tally().troubles();
    return run.leaving() || troubles.values().stream().anyMatch(count -> count > MOST_TROUBLES);
  }

  /** One device that comes and goes. */
  private static final class Revolver {

    private final LoadRun run;
    private final LoadUser user;
    private final int loop;

    Revolver(LoadRun run, LoadUser user, int loop) {
      this.run = run;
      this.user = user;
      this.loop = loop;
    }

    /** After a failure a little later, so that a dead server is not asked without pause. */
    private void next(Closure closure) {
      if (closure instanceof Closure.ByClient) {
        again();
      } else {
        var _ =
            run.transport().loop(loop).schedule(this::again, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    }

    void again() {
      if (run.stopped()) {
        return;
      }
      LoadSession[] session = new LoadSession[1];
      session[0] =
          new LoadSession(
              run,
              user.devices().getFirst(),
              loop,
              new LoadSession.Role() {
                @Override
                public void opened(Welcome welcome) {
                  session[0].close();
                }
              });
      var _ = session[0].ended().thenAccept(this::next);
      var _ = session[0].connect(null);
    }
  }
}
