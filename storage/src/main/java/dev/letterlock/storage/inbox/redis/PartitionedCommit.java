package dev.letterlock.storage.inbox.redis;

import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.redis.link.ClusterLink;
import dev.letterlock.storage.inbox.redis.script.Bases;
import dev.letterlock.storage.inbox.redis.script.CarryStep;
import dev.letterlock.storage.inbox.redis.script.Outgoing;
import dev.letterlock.storage.inbox.redis.script.PrepareStep;
import dev.letterlock.storage.inbox.redis.script.Spoken;
import dev.letterlock.storage.inbox.redis.script.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A commit in a Redis Cluster, where a script may change one partition only: three rounds, each one
 * script for each partition, all at once (docs/adr/0013). First acks are looked at and messages
 * begun where their senders are; then receipts and messages are brought to whom they are for; last
 * acks are taken and messages settled. What a partition does not answer is refused, and who sends
 * it again completes it; all else goes on.
 */
final class PartitionedCommit implements CommitPath {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionedCommit.class);

  private final RedisConfig config;
  private final ClusterLink link;
  private final long[] waiting = new long[Bases.PARTITIONS];

  PartitionedCommit(RedisConfig config, ClusterLink link) {
    this.config = config;
    this.link = link;
  }

  @Override
  public Committed commit(List<InboxBatch> batches) {
    int only = Reach.of(batches);
    if (only != Reach.SEVERAL) {
      Committed committed = new WholeCommit(config, link, only).commit(batches);
      waiting[only] = committed.waiting();
      return new Committed(committed.unsaid(), committed.stored(), total());
    }
    long now = config.nowMicros();
    List<Spoken> acks = acks(batches);
    List<Outgoing> messages = messages(batches);
    prepare(acks, messages, now);
    carry(bring(acks, messages, now));
    carry(settle(acks, messages, now));
    List<AckEntry> unsaid = acks.stream().filter(Spoken::failed).map(Spoken::entry).toList();
    int stored = (int) messages.stream().filter(Outgoing::isStored).count();
    return new Committed(unsaid, stored, total());
  }

  private static List<Spoken> acks(List<InboxBatch> batches) {
    List<Spoken> acks = new ArrayList<>();
    for (InboxBatch batch : batches) {
      for (int i = 0; i < batch.ackCount(); i++) {
        acks.add(new Spoken(batch.ack(i)));
      }
    }
    return acks;
  }

  private static List<Outgoing> messages(List<InboxBatch> batches) {
    List<Outgoing> messages = new ArrayList<>();
    for (InboxBatch batch : batches) {
      for (int i = 0; i < batch.submissionCount(); i++) {
        messages.add(new Outgoing(batch.submission(i), batch));
      }
    }
    return messages;
  }

  /** Receipts may only be told of acks that will be taken. */
  private void prepare(List<Spoken> acks, List<Outgoing> messages, long now) {
    Map<Integer, PrepareStep> steps = new HashMap<>();
    for (Spoken ack : acks) {
      if (ack.goesOn() && ack.entry().receiptCount() > 0) {
        steps.computeIfAbsent(home(ack), home -> new PrepareStep(home, now)).add(ack);
      }
    }
    for (Outgoing message : messages) {
      steps.computeIfAbsent(message.home(), home -> new PrepareStep(home, now)).add(message);
    }
    run(steps.values());
  }

  /**
   * Receipts before the acks that they came with: who dies in between is told and says it again.
   */
  private Collection<CarryStep> bring(List<Spoken> acks, List<Outgoing> messages, long now) {
    Map<Integer, CarryStep> steps = new HashMap<>();
    for (Spoken ack : acks) {
      for (int i = 0; ack.goesOn() && i < ack.entry().receiptCount(); i++) {
        int to = Bases.partition(ack.entry().receipt(i).sender().user());
        step(steps, to, now).addReceipt(ack, ack.entry().receipt(i));
      }
    }
    for (Outgoing message : messages) {
      if (message.begun()) {
        message.elsewhere().forEach(to -> step(steps, to, now).addIncoming(message));
      }
    }
    return steps.values();
  }

  private Collection<CarryStep> settle(List<Spoken> acks, List<Outgoing> messages, long now) {
    Map<Integer, CarryStep> steps = new HashMap<>();
    for (Spoken ack : acks) {
      if (ack.goesOn()) {
        step(steps, home(ack), now).addAck(ack);
      }
    }
    for (Outgoing message : messages) {
      if (message.begun()) {
        step(steps, message.home(), now).addOutgoing(message);
      }
    }
    return steps.values();
  }

  private CarryStep step(Map<Integer, CarryStep> steps, int partition, long now) {
    return steps.computeIfAbsent(partition, at -> new CarryStep(at, now, config.inboxLimit()));
  }

  private void carry(Collection<CarryStep> steps) {
    run(steps).forEach(step -> waiting[step.partition()] = step.waiting());
  }

  /** Runs all at once. Returns those that were answered. */
  private <S extends Step> List<S> run(Collection<S> all) {
    List<S> steps = List.copyOf(all);
    List<CompletableFuture<List<Object>>> answers =
        link.runAll(steps.stream().map(Step::call).toList());
    List<S> answered = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      S step = steps.get(i);
      try {
        step.apply(Faults.await(answers.get(i)));
        answered.add(step);
      } catch (InboxUnavailableException _) {
        step.fail();
      } catch (RuntimeException e) {
        LOG.error("A step of a commit failed", e);
        step.fail();
      }
    }
    return answered;
  }

  private long total() {
    return LongStream.of(waiting).sum();
  }

  private static int home(Spoken ack) {
    return Bases.partition(ack.entry().device().user());
  }
}
