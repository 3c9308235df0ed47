package dev.letterlock.loadtest.scenario;

/** One kind of load. */
public interface Scenario {

  /**
   * Runs it from provisioning to the report.
   *
   * @throws dev.letterlock.loadtest.provision.RunFailure if it cannot run
   */
  Outcome run(Setup setup) throws InterruptedException;
}
