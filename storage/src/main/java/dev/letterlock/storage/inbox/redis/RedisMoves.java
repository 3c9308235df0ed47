package dev.letterlock.storage.inbox.redis;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.MoveRecord;
import dev.letterlock.storage.MoveStore;
import dev.letterlock.storage.inbox.redis.link.RedisLink;
import dev.letterlock.storage.inbox.redis.link.Script;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import dev.letterlock.storage.inbox.redis.script.Bases;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether inboxes are being moved into this Redis. Each domain has a record, so that what is taken
 * there and how far it has come are one step. That of the first counts: it is the last to be begun
 * and the last to be finished.
 */
final class RedisMoves implements MoveStore {
  private static final int FIRST = 0;

  private final RedisLink link;

  RedisMoves(RedisLink link) {
    this.link = link;
  }

  /** The record that a script may change together with what is the user's. */
  byte[] keyBeside(UserId user) {
    return key(link.domainOf(Bases.partition(user)));
  }

  @Override
  public @Nullable MoveRecord find() {
    Map<String, byte[]> fields = fields(Asking.ask(link, call(FIRST, "find")));
    byte[] id = fields.get("id");
    return id == null
        ? null
        : new MoveRecord(
            text(id),
            text(fields.getOrDefault("from", id)),
            Instant.ofEpochMilli(Long.parseLong(text(fields.getOrDefault("begun", id)))),
            fields.containsKey("end"));
  }

  @Override
  public boolean holdsData() {
    return link.oneOfEach().stream().anyMatch(this::holdsData);
  }

  private boolean holdsData(int partition) {
    String at = "0";
    do {
      ScriptCall call = new ScriptCall(Script.SCAN, partition).argument(at);
      List<Object> answer = Asking.ask(link, call);
      if ((Long) answer.get(1) == 1) {
        return true;
      }
      at = text((byte[]) answer.get(0));
    } while (!at.equals("0"));
    return false;
  }

  @Override
  public void begin(MoveRecord move) {
    byte[] from = move.from().getBytes(StandardCharsets.UTF_8);
    long begun = move.begun().toEpochMilli();
    firstLast(domain -> call(domain, "begin").argument(move.id()).argument(from).argument(begun));
  }

  @Override
  public void finish(String id) {
    firstLast(domain -> call(domain, "finish").argument(id));
  }

  /** A field of all records that have it. */
  List<byte[]> all(String field) {
    return Asking.askAll(link, domains().mapToObj(domain -> call(domain, "find")).toList()).stream()
        .map(answer -> fields(answer).get(field))
        .filter(Objects::nonNull)
        .toList();
  }

  private void firstLast(Function<Integer, ScriptCall> call) {
    Asking.askAll(link, domains().filter(each -> each != FIRST).mapToObj(call::apply).toList());
    Asking.ask(link, call.apply(FIRST));
  }

  private IntStream domains() {
    return IntStream.range(0, Bases.PARTITIONS).map(link::domainOf).distinct();
  }

  private static Map<String, byte[]> fields(List<Object> answer) {
    Map<String, byte[]> fields = new HashMap<>();
    for (int i = 0; i < answer.size(); i += 2) {
      fields.put(text((byte[]) answer.get(i)), (byte[]) answer.get(i + 1));
    }
    return fields;
  }

  /** The domain of everything has the keys of the first partition. */
  private static byte[] key(int domain) {
    return Bases.ofPartition(domain, "t");
  }

  private static ScriptCall call(int domain, String which) {
    return new ScriptCall(Script.MOVE, domain).key(key(domain)).argument(which);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
