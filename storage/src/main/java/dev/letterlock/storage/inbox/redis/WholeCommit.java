package dev.letterlock.storage.inbox.redis;

import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.redis.link.RedisLink;
import dev.letterlock.storage.inbox.redis.script.CommitAnswer;
import dev.letterlock.storage.inbox.redis.script.CommitRequest;
import java.util.List;

/** Everything in one script: where one may change it all. */
final class WholeCommit implements CommitPath {
  private final RedisConfig config;
  private final RedisLink link;
  private final CommitRequest request;

  /**
   * @param partition where everything lies, or that of the domain of everything
   */
  WholeCommit(RedisConfig config, RedisLink link, int partition) {
    this.config = config;
    this.link = link;
    request = new CommitRequest(config.inboxLimit(), partition);
  }

  @Override
  public Committed commit(List<InboxBatch> batches) {
    try {
      CommitAnswer answer =
          new CommitAnswer(Faults.await(link.run(request.fill(batches, config.nowMicros()))));
      answer.apply(batches);
      return new Committed(List.of(), answer.stored(), answer.waiting());
    } catch (RuntimeException e) {
      request.abandon();
      throw e;
    }
  }
}
