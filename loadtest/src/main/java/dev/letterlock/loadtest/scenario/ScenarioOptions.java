package dev.letterlock.loadtest.scenario;

import java.time.Duration;

/**
 * What a person asked for.
 *
 * @param connections sessions in all (connect: at a time; fanout: of recipients)
 * @param rate messages a second in all, by the clock; 0 for closed loop
 * @param window messages in flight for each sender in closed loop
 * @param payload padded size P of docs/E2EE.md §2.6
 * @param preKeys one-time pre-keys of each device
 * @param devices of each recipient in fanout, 1 to 16
 */
public record ScenarioOptions(
    int connections,
    double rate,
    int window,
    int payload,
    Duration warmup,
    Duration duration,
    int preKeys,
    int devices) {

  ScenarioOptions withRate(double other) {
    return new ScenarioOptions(
        connections, other, window, payload, warmup, duration, preKeys, devices);
  }

  /** The window of senders: 0 when messages come by the clock. */
  int closedWindow() {
    return rate > 0 ? 0 : window;
  }
}
