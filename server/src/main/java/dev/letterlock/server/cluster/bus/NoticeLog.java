package dev.letterlock.server.cluster.bus;

import dev.letterlock.server.cluster.Notice;
import dev.letterlock.server.cluster.NoticeCodec;
import dev.letterlock.server.cluster.NoticeSink;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notices of all nodes, a stream in Redis that each node reads from where it was. After any
 * trouble on the way, or when it was away for longer than notices are kept, a node takes it that it
 * has missed some. A thread of its own reads; announcing never blocks.
 */
final class NoticeLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeLog.class);

  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration AWAY_AT_MOST = KEPT.dividedBy(2);
  private static final Duration BLOCK = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final byte[] FIELD = "n".getBytes(StandardCharsets.US_ASCII);
  private static final int MOST_AT_ONCE = 1024;

  private final Line reading;
  private final Unsaid unsaid;
  private final Clock clock;

  private volatile boolean closed;
  private @Nullable Thread thread;
  private String last;
  private Instant lastRead;
  private boolean missed;

  private NoticeLog(Line reading, Unsaid unsaid, String last, Clock clock) {
    this.reading = reading;
    this.unsaid = unsaid;
    this.last = last;
    this.clock = clock;
    this.lastRead = clock.instant();
  }

  /** Connects and remembers where the log ends. Blocking. */
  static NoticeLog open(Exchange exchange, Clock clock) {
    Line reading = exchange.line();
    Line saying = exchange.line();
    Unsaid unsaid =
        new Unsaid(notice -> saying.async().xadd(Channels.NOTICES, kept(clock), body(notice)));
    return new NoticeLog(reading, unsaid, end(reading), clock);
  }

  void announce(Notice notice) {
    unsaid.say(notice);
  }

  /** Begins to hear. */
  void listen(NoticeSink sink) {
    thread = Thread.ofVirtual().name("letterlock-notices").start(() -> read(sink));
  }

  private void read(NoticeSink sink) {
    while (!closed) {
      try {
        if (missed || Duration.between(lastRead, clock.instant()).compareTo(AWAY_AT_MOST) > 0) {
          startOver(sink);
        }
        readOn(sink);
      } catch (RuntimeException e) {
        missed = true;
        LOG.debug("the log of notices cannot be read", e);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      unsaid.sayAgain();
    }
  }

  @SuppressWarnings("unchecked") // an array of one offset
  private void readOn(NoticeSink sink) {
    XReadArgs args = XReadArgs.Builder.block(BLOCK).count(MOST_AT_ONCE);
    List<StreamMessage<byte[], byte[]>> some =
        reading.sync().xread(args, StreamOffset.from(Channels.NOTICES, last));
    for (StreamMessage<byte[], byte[]> one : some) {
      one.getBody().values().forEach(body -> NoticeCodec.read(body).ifPresent(sink::heard));
      last = one.getId();
    }
    lastRead = clock.instant();
  }

  /** Whatever was said meanwhile, and whoever lost it. */
  private void startOver(NoticeSink sink) {
    last = end(reading);
    sink.missedSome();
    missed = false;
  }

  private static String end(Line line) {
    List<StreamMessage<byte[], byte[]>> newest =
        line.sync().xrevrange(Channels.NOTICES, Range.unbounded(), Limit.from(1));
    return newest.isEmpty() ? "0-0" : newest.getFirst().getId();
  }

  private static XAddArgs kept(Clock clock) {
    long oldest = clock.instant().minus(KEPT).toEpochMilli();
    return XAddArgs.Builder.minId(oldest + "-0").approximateTrimming();
  }

  private static Map<byte[], byte[]> body(Notice notice) {
    return Map.of(FIELD, NoticeCodec.write(notice));
  }

  @Override
  public void close() {
    closed = true;
    reading.close();
    Thread present = thread;
    if (present != null) {
      present.interrupt();
    }
    unsaid.close();
  }
}
