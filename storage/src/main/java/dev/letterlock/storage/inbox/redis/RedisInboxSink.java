package dev.letterlock.storage.inbox.redis;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.LeaseStore;
import dev.letterlock.storage.MoveStore;
import dev.letterlock.storage.inbox.move.EnvelopeVisitor;
import dev.letterlock.storage.inbox.move.InboxSink;
import dev.letterlock.storage.inbox.move.KeptInbox;
import dev.letterlock.storage.inbox.move.KeptReceipt;
import dev.letterlock.storage.inbox.redis.link.LinkConfig;
import dev.letterlock.storage.inbox.redis.link.RedisLink;
import dev.letterlock.storage.inbox.redis.link.Script;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import dev.letterlock.storage.inbox.redis.script.Bases;
import dev.letterlock.storage.inbox.redis.script.Receipts;
import dev.letterlock.storage.inbox.redis.script.TakeCall;
import dev.letterlock.storage.inbox.route.NodeRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A Redis that takes over inboxes (docs/adr/0012), before any engine serves from it. */
public final class RedisInboxSink implements InboxSink {
  private static final int RECEIPTS_AT_ONCE = 256;
  private static final Duration NODE_LIFE = Duration.ofSeconds(10);

  private final RedisLink link;
  private final RedisMoves moves;
  private final RedisLeases leases;
  private final RedisNodes nodes;

  private RedisInboxSink(RedisLink link, LinkConfig config) {
    this.link = link;
    moves = new RedisMoves(link);
    leases = new RedisLeases(link, config.clock());
    nodes = new RedisNodes(link, NODE_LIFE);
  }

  /**
   * Connects and judges, as an engine does. Blocking.
   *
   * @throws dev.letterlock.storage.inbox.redis.link.UnfitRedisException if this Redis cannot keep
   *     the promise
   * @throws dev.letterlock.storage.inbox.InboxUnavailableException if it cannot be reached, or
   *     takes no writes
   */
  public static RedisInboxSink open(LinkConfig config) {
    return new RedisInboxSink(RedisLink.open(config), config);
  }

  /** Those of all servers that use this Redis. */
  public LeaseStore leases() {
    return leases;
  }

  /** The servers that use this Redis together. */
  public NodeRegistry nodes() {
    return nodes;
  }

  @Override
  public MoveStore moves() {
    return moves;
  }

  @Override
  public void take(String move, KeptInbox inbox, Consumer<EnvelopeVisitor> envelopes) {
    byte[] record = moves.keyBeside(inbox.device().user());
    TakeCall.run(record, move, inbox, envelopes, this::ask);
  }

  @Override
  public void take(String move, UserId sender, List<KeptReceipt> receipts) {
    for (int from = 0; from < receipts.size(); from += RECEIPTS_AT_ONCE) {
      int to = Math.min(from + RECEIPTS_AT_ONCE, receipts.size());
      ScriptCall call = new ScriptCall(Script.TAKE_RECEIPTS, Bases.partition(sender));
      call.key(moves.keyBeside(sender)).key(Bases.of(sender)).argument(move);
      call.argument(to == receipts.size() ? 1 : 0);
      for (KeptReceipt each : receipts.subList(from, to)) {
        call.argument(Receipts.field(each)).argument(Receipts.record(each));
        call.argument(each.drained() ? 0 : 1);
      }
      ask(call);
    }
  }

  @Override
  public Set<DeviceAddress> lastInboxes() {
    return last("inbox", Bases::getDevice);
  }

  @Override
  public Set<UserId> lastSenders() {
    return last("sender", Bases::getUser);
  }

  private <T> Set<T> last(String field, Function<ByteBuffer, T> read) {
    return moves.all(field).stream()
        .map(bytes -> read.apply(ByteBuffer.wrap(bytes)))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void close() {
    link.close();
  }

  private void ask(ScriptCall call) {
    Asking.ask(link, call);
  }
}
