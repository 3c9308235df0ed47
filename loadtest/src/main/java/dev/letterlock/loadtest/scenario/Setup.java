package dev.letterlock.loadtest.scenario;

import dev.letterlock.loadtest.measure.Measurement;
import dev.letterlock.loadtest.measure.Progress;
import dev.letterlock.loadtest.peer.Connector;
import dev.letterlock.loadtest.peer.LoadRun;
import dev.letterlock.loadtest.provision.AdminClient;
import dev.letterlock.loadtest.provision.Provisioner;

/** What every scenario stands on. */
public record Setup(
    ScenarioOptions options,
    LoadRun run,
    AdminClient admin,
    Provisioner provisioner,
    Progress progress) {

  /** The same with messages by the clock, at this rate unless another was asked for. */
  Setup byTheClock(double rate) {
    return options.rate() > 0
        ? this
        : new Setup(options.withRate(rate), run, admin, provisioner, progress);
  }

  Connector connector() {
    return new Connector(run, progress);
  }

  Measurement measurement() {
    return new Measurement(
        run.tally(), run.acceptedTimes(), run.deliverTimes(), admin::sample, progress);
  }
}
