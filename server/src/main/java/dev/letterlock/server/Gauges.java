package dev.letterlock.server;

import dev.letterlock.server.cluster.NodeTraffic;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.jobs.JobCounts;
import dev.letterlock.server.metrics.Meters;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.server.net.Transport;
import dev.letterlock.server.session.Recipients;
import dev.letterlock.storage.inbox.InboxEngine;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Binds what is read when somebody scrapes, each to the part that knows it. */
record Gauges(ServerMetrics metrics) {

  void bindEdge(ServerConfig.Net net, Transport transport, Messaging messaging, Recipients known) {
    metrics.gauge(Meters.SESSIONS, () -> known.sessions().size());
    metrics.gauge(Meters.EVENT_LOOP_LAG, messaging::lagSeconds);
    metrics.gauge(
        Meters.TRANSPORT,
        () -> 1,
        transport.kind().label(),
        net.tls() == null ? "none" : "boringssl");
  }

  void bindEngine(InboxEngine engine) {
    String mode = engine.durability().name().toLowerCase(Locale.ROOT);
    metrics.gauge(Meters.DURABILITY, () -> 1, mode);
    metrics.counter(Meters.COMMITS, () -> engine.health().commits());
    metrics.counter(Meters.COMMITTED, () -> engine.health().committedSubmissions());
    metrics.gauge(Meters.COMMIT_BATCH, () -> engine.health().lastCommitSubmissions());
    metrics.scaledCounter(Meters.COMMIT_TIME, () -> seconds(engine.health().commitMicros()));
    metrics.gauge(Meters.COMMIT_SLOWEST, () -> seconds(engine.health().slowestCommitMicros()));
    metrics.gauge(Meters.INBOX_DEPTH, () -> engine.health().waitingEnvelopes());
    metrics.gauge(Meters.INBOXES, () -> engine.health().cachedInboxes());
  }

  void bindNodes(NodeTraffic traffic) {
    metrics.counter(Meters.NODE_MESSAGES, traffic::messagesTaken, "taken");
    metrics.counter(Meters.NODE_MESSAGES, traffic::messagesUnheard, "unheard");
    metrics.counter(Meters.NODE_MESSAGES, traffic::messagesLost, "lost");
    metrics.counter(Meters.NODE_MESSAGES_HEARD, traffic::messagesHeard);
    metrics.counter(Meters.NODE_FINDINGS, traffic::sessionsFound);
  }

  void bindJobs(Supplier<JobCounts> counts) {
    bind(counts, "scheduled", JobCounts::scheduled);
    bind(counts, "enqueued", JobCounts::enqueued);
    bind(counts, "processing", JobCounts::processing);
    bind(counts, "failed", JobCounts::failed);
    bind(counts, "succeeded", JobCounts::succeeded);
  }

  private void bind(Supplier<JobCounts> counts, String state, ToLongFunction<JobCounts> level) {
    metrics.gauge(Meters.JOBS, () -> (double) level.applyAsLong(counts.get()), state);
  }

  private static double seconds(long micros) {
    return micros / (double) TimeUnit.SECONDS.toMicros(1);
  }
}
