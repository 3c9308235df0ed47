package dev.letterlock.storage.inbox.redis;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.redis.script.MessagePack;
import dev.letterlock.storage.inbox.redis.script.ReadAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Looks through a whole inbox, for a job. Used once, by a thread that may block. */
final class Walk {
  private final DeviceAddress device;
  private final long now;
  private final long olderThan;
  private final List<ReadAnswer.Waiting> expired = new ArrayList<>();
  private @Nullable Cursor lastOld;
  private long oldest;
  private long firstExpiry;
  private Cursor last = Cursor.ZERO;

  /**
   * @param now what expires up to here has expired
   * @param olderThan what was accepted before is old
   */
  Walk(DeviceAddress device, long now, long olderThan) {
    this.device = device;
    this.now = now;
    this.olderThan = olderThan;
  }

  /** Goes through everything, with what reads the part after a place. */
  Walk through(BiFunction<DeviceAddress, Cursor, ReadAnswer> read) {
    Cursor reached = Cursor.ZERO;
    ReadAnswer answer;
    do {
      answer = read.apply(device, reached);
      reached = answer.horizon();
      for (ReadAnswer.Waiting waiting : answer.envelopes()) {
        if (waiting.place().compareTo(reached) <= 0
            && !answer.gaps().containsKey(waiting.place())) {
          look(waiting);
        }
      }
    } while (!answer.isComplete());
    last = answer.inbox().last();
    return this;
  }

  private void look(ReadAnswer.Waiting waiting) {
    if (waiting.hasExpired(now)) {
      expired.add(waiting);
      return;
    }
    if (waiting.time() < olderThan) {
      lastOld = waiting.place();
    }
    if (oldest == 0) {
      oldest = waiting.time();
    }
    long expiry = waiting.expiry();
    if (expiry > 0 && expiry < MessagePack.LIMIT) {
      firstExpiry = firstExpiry == 0 ? expiry : Math.min(firstExpiry, expiry);
    }
  }

  DeviceAddress device() {
    return device;
  }

  List<ReadAnswer.Waiting> expired() {
    return expired;
  }

  /** The last place whose envelope is old; null if none is. */
  @Nullable Cursor lastOld() {
    return lastOld;
  }

  /** When the oldest of those that have not expired was accepted; 0 if there is none. */
  long oldest() {
    return oldest;
  }

  /** When the next expires; 0 if none does. */
  long firstExpiry() {
    return firstExpiry;
  }

  /** The end of the inbox as it was then. */
  Cursor last() {
    return last;
  }
}
