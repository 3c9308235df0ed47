package dev.letterlock.server;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.api.management.ReadinessCheck;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.delivery.store.InboxErasure;
import dev.letterlock.server.jobs.JobCounts;
import dev.letterlock.server.jobs.JobState;
import dev.letterlock.server.jobs.JobSupervisor;
import dev.letterlock.server.jobs.JobTimings;
import dev.letterlock.server.jobs.Work;
import dev.letterlock.server.jobs.store.JobStorage;
import dev.letterlock.server.jobs.work.AgeInboxesJob;
import dev.letterlock.server.jobs.work.ExpireAgedJob;
import dev.letterlock.server.jobs.work.ExpireBlobsJob;
import dev.letterlock.server.jobs.work.ExpireJob;
import dev.letterlock.server.jobs.work.ForgetLinksJob;
import dev.letterlock.server.jobs.work.ForgetLoginsJob;
import dev.letterlock.server.jobs.work.ForgetUnseenDevicesJob;
import dev.letterlock.server.jobs.work.ReceiptDrainJob;
import dev.letterlock.server.jobs.work.RecoverWakeUpsJob;
import dev.letterlock.server.jobs.work.RecoveryWindow;
import dev.letterlock.server.jobs.work.RetryPolicy;
import dev.letterlock.server.jobs.work.StillWaits;
import dev.letterlock.server.jobs.work.TrimAgedJob;
import dev.letterlock.server.jobs.work.WakeUpJob;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.server.notify.PendingWakeUps;
import dev.letterlock.server.notify.WakeUpProvider;
import dev.letterlock.server.notify.WakeUps;
import dev.letterlock.server.notify.WebhookProvider;
import dev.letterlock.server.notify.WebhookTimeouts;
import dev.letterlock.settings.value.Secret;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.ReceiptListener;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The slow rest: jobs under their supervisor, and wake-ups. */
final class Background implements AutoCloseable {
  static final String JOBS = "jobs";

  private final Opened opened = new Opened();
  private final JobSupervisor supervisor;
  private final WakeUps wakeUps;

  private Background(
      ServerConfig config,
      Persistence persistence,
      Predicate<DeviceAddress> connected,
      ReceiptListener expired,
      ServerMetrics metrics,
      Clock clock) {
    JobStorage storage =
        persistence.isEmbedded()
            ? JobStorage.embedded(persistence.directory().resolve(JOBS))
            : JobStorage.mongo(new Secret(persistence.mongoUri()));
    this.supervisor = opened.add(new JobSupervisor(storage, JobTimings.DEFAULT, clock));
    PendingWakeUps pending =
        opened.add(new PendingWakeUps(supervisor, config.notifications().debounce(), clock));
    ServerConfig.Webhook webhook = config.notifications().webhook();
    this.wakeUps = webhook == null ? new Silence() : pending;
    StillWaits stillWaits = StillWaits.of(connected, persistence.engine());
    List<Work> works = works(config.storage(), persistence, connected, expired, metrics, clock);
    if (webhook != null) {
      works.add(
          new RecoverWakeUpsJob(
              persistence.engine(), pending, stillWaits, RecoveryWindow.DEFAULT, clock));
    }
    WakeUpProvider provider = opened.add(provider(webhook, clock));
    supervisor.start(
        works,
        new WakeUpJob(pending, provider, supervisor, stillWaits, RetryPolicy.DEFAULT, clock));
    pending.start();
  }

  /**
   * Starts the jobs.
   *
   * @param connected whether a device has a session anywhere; may block
   * @param expired learns of messages that expired in the long-term store
   */
  static Background start(
      ServerConfig config,
      Persistence persistence,
      Predicate<DeviceAddress> connected,
      ReceiptListener expired,
      ServerMetrics metrics,
      Clock clock) {
    return new Background(config, persistence, connected, expired, metrics, clock);
  }

  private static List<Work> works(
      ServerConfig.Storage config,
      Persistence persistence,
      Predicate<DeviceAddress> connected,
      ReceiptListener expired,
      ServerMetrics metrics,
      Clock clock) {
    InboxEngine engine = persistence.engine();
    List<Work> works = new ArrayList<>();
    works.add(new ReceiptDrainJob(engine, persistence.stores().receipts()));
    works.add(new ExpireJob(engine, clock));
    works.add(
        new ForgetLoginsJob(
            persistence.stores().refreshTokens(), persistence.stores().endedLogins(), clock));
    works.add(new ForgetLinksJob(persistence.stores().links(), clock));
    works.add(
        new ExpireBlobsJob(persistence.stores().blobs(), persistence.blobs(), metrics, clock));
    works.add(
        new ForgetUnseenDevicesJob(
            persistence.stores().devices(),
            engine,
            new InboxErasure(engine, persistence.stores().agedInboxes()),
            connected,
            config.retention(),
            clock));
    if (!persistence.isEmbedded()) {
      works.add(new TrimAgedJob(engine, persistence.stores().agedInboxes()));
      works.add(
          new AgeInboxesJob(
              engine,
              persistence.stores().agedInboxes(),
              config.inboxes().age(),
              config.retention(),
              clock));
      works.add(
          new ExpireAgedJob(
              engine,
              persistence.stores().agedInboxes(),
              persistence.stores().receipts(),
              expired,
              clock));
    }
    return works;
  }

  private static WakeUpProvider provider(ServerConfig.@Nullable Webhook webhook, Clock clock) {
    return webhook == null
        ? new Silence()
        : new WebhookProvider(webhook.url(), webhook.secret(), WebhookTimeouts.DEFAULT, clock);
  }

  /** Whom the delivery tells about devices that are not connected. */
  WakeUps wakeUps() {
    return wakeUps;
  }

  ReadinessCheck check() {
    return new ReadinessCheck(
        "jobs",
        () ->
            supervisor.state() instanceof JobState.Running
                ? Optional.empty()
                : Optional.of(supervisor.state().reason()));
  }

  /** Jobs by state, as last seen. */
  JobCounts counts() {
    return supervisor.counts();
  }

  @Override
  public void close() {
    opened.close();
  }
}
