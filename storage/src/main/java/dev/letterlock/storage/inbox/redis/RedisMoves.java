package dev.letterlock.storage.inbox.redis;

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
import org.jspecify.annotations.Nullable;

/** Whether inboxes are being moved into this Redis. */
final class RedisMoves implements MoveStore {
  static final byte[] KEY = Bases.ofDomain('t');

  private final RedisLink link;

  RedisMoves(RedisLink link) {
    this.link = link;
  }

  @Override
  public @Nullable MoveRecord find() {
    Map<String, byte[]> fields = fields();
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
    String at = "0";
    do {
      List<Object> answer = Asking.ask(link, new ScriptCall(Script.SCAN).argument(at));
      if ((Long) answer.get(1) == 1) {
        return true;
      }
      at = text((byte[]) answer.get(0));
    } while (!at.equals("0"));
    return false;
  }

  @Override
  public void begin(MoveRecord move) {
    ScriptCall call = call("begin").argument(move.id());
    call.argument(move.from().getBytes(StandardCharsets.UTF_8));
    Asking.ask(link, call.argument(move.begun().toEpochMilli()));
  }

  @Override
  public void finish(String id) {
    Asking.ask(link, call("finish").argument(id));
  }

  /** A field of the record; null if it has none. */
  byte @Nullable [] field(String name) {
    return fields().get(name);
  }

  private Map<String, byte[]> fields() {
    List<Object> answer = Asking.ask(link, call("find"));
    Map<String, byte[]> fields = new HashMap<>();
    for (int i = 0; i < answer.size(); i += 2) {
      fields.put(text((byte[]) answer.get(i)), (byte[]) answer.get(i + 1));
    }
    return fields;
  }

  private static ScriptCall call(String which) {
    return new ScriptCall(Script.MOVE).key(KEY).argument(which);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
