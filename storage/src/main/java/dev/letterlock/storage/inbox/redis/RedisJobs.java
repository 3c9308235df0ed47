package dev.letterlock.storage.inbox.redis;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.BlockingGuard;
import dev.letterlock.storage.inbox.AgedInbox;
import dev.letterlock.storage.inbox.ReceiptRecord;
import dev.letterlock.storage.inbox.engine.EngineThread;
import dev.letterlock.storage.inbox.redis.Portions.Portion;
import dev.letterlock.storage.inbox.redis.link.RedisLink;
import dev.letterlock.storage.inbox.redis.link.Script;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import dev.letterlock.storage.inbox.redis.script.Bases;
import dev.letterlock.storage.inbox.redis.script.Calls;
import dev.letterlock.storage.inbox.redis.script.MessagePack;
import dev.letterlock.storage.inbox.redis.script.ReadAnswer;
import dev.letterlock.storage.inbox.redis.script.Receipts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The slow rest, called by jobs: goes through the partitions a portion at a time. Blocking. */
final class RedisJobs {
  /** Partitions that one step looks through. */
  private static final int PORTION = 64;

  private static final int DRAINED_AT_ONCE = 256;
  private static final List<Integer> PARTITIONS =
      IntStream.range(0, Bases.PARTITIONS).boxed().toList();
  private static final int PAGE_ENTRIES = 256;
  private static final int PAGE_BYTES = 1 << 20;

  private final Questions questions;
  private final RedisLink link;
  private final Expiry expiry;

  RedisJobs(Questions questions, RedisLink link, Expiry expiry) {
    this.questions = questions;
    this.link = link;
    this.expiry = expiry;
  }

  List<ReceiptRecord> receiptLog(int max) {
    List<ReceiptRecord> records = new ArrayList<>();
    for (Portion portion : partitions()) {
      if (records.size() < max) {
        List<Object> answer = ask(over(portion, Script.LOG, "").argument(max - records.size()));
        for (int i = 0; i < answer.size(); i += 2) {
          records.add(Receipts.read((byte[]) answer.get(i), (byte[]) answer.get(i + 1)));
        }
      }
    }
    records.sort(Comparator.comparingLong(ReceiptRecord::mark));
    return records;
  }

  void receiptLogDrained(List<ReceiptRecord> drained) {
    Portions portions = new Portions(link, DRAINED_AT_ONCE);
    for (Portion portion : portions.of(drained, each -> partition(each.sender()))) {
      ScriptCall call = new ScriptCall(Script.DRAINED, portion.partition());
      for (ReceiptRecord each : portion.of(drained)) {
        call.key(Bases.ofPartition(partition(each.sender()), "l"));
        call.argument(Receipts.name(each)).argument(each.mark());
      }
      ask(call);
    }
  }

  List<AgedInbox> agedInboxes(long olderThan, int max) {
    List<AgedInbox> aged = new ArrayList<>();
    for (DeviceAddress device : due("a", olderThan - 1, max)) {
      Walk walk = new Walk(device, 0, olderThan).through(this::read);
      Cursor lastOld = walk.lastOld();
      if (lastOld != null) {
        aged.add(new AgedInbox(device, lastOld));
      } else {
        Faults.await(expiry.expire(walk));
      }
    }
    return aged;
  }

  int expire(long now, int max) {
    int expired = 0;
    for (DeviceAddress device : due("e", now, max)) {
      expired += Faults.await(expiry.expire(new Walk(device, now, 0).through(this::read)));
    }
    return expired;
  }

  void trimAged(DeviceAddress device, Cursor upTo) {
    if (Long.compareUnsigned(upTo.epoch(), MessagePack.LIMIT) < 0) {
      ask(Calls.age(device, upTo));
    }
  }

  void forget(DeviceAddress device) {
    ask(Calls.forget(device));
  }

  private List<DeviceAddress> due(String index, long upTo, int max) {
    List<DeviceAddress> due = new ArrayList<>();
    for (Portion portion : partitions()) {
      if (due.size() < max) {
        ScriptCall call = over(portion, Script.DUE, index);
        for (Object device : ask(call.argument(upTo).argument(max - due.size()))) {
          due.add(Bases.getDevice(ByteBuffer.wrap((byte[]) device)));
        }
      }
    }
    return due;
  }

  private List<Portion> partitions() {
    return new Portions(link, PORTION).of(PARTITIONS, partition -> partition);
  }

  /** A script that looks at the same key of each partition. */
  private static ScriptCall over(Portion portion, Script script, String suffix) {
    ScriptCall call = new ScriptCall(script, portion.partition());
    for (int partition : portion.indices()) {
      call.key(Bases.ofPartition(partition, suffix));
    }
    return call;
  }

  private static int partition(DeviceAddress device) {
    return Bases.partition(device.user());
  }

  private ReadAnswer read(DeviceAddress device, Cursor after) {
    return new ReadAnswer(ask(Calls.read(device, after, PAGE_ENTRIES, PAGE_BYTES)));
  }

  private List<Object> ask(ScriptCall call) {
    EngineThread.refuse();
    BlockingGuard.check();
    return Faults.await(questions.ask(() -> link.run(call)));
  }
}
