package dev.letterlock.storage.inbox.redis.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The scripts, each loaded into Redis when a connection is made; their heads say what they take.
 */
public enum Script {
  BEGIN(false, true, "begin"),
  COMMIT(true, true, "state book receipts window acks places commit"),
  PREPARE(true, true, "state window unsettled prepare"),
  CARRY(true, true, "state book receipts window unsettled acks places carry"),
  OPEN(true, false, "state open"),
  READ(true, false, "state read"),
  PENDING(true, false, "state pending"),
  CHANGE(true, true, "state change"),
  TEND(true, true, "state tend"),
  DUE(true, false, "state due"),
  LOG(true, false, "state log"),
  DRAINED(true, false, "state drained"),
  ATTACH(true, false, "state attach"),
  DETACH(true, false, "state detach"),
  EXAMINE(true, false, "state examine"),
  LOCATE(true, false, "state locate"),
  TAKE(true, true, "state take"),
  TAKE_RECEIPTS(true, true, "state takereceipts"),
  MOVE(false, true, "move"),
  SCAN(false, false, "scan"),
  NODES(false, false, "nodes"),
  LEASE(false, true, "lease"),
  NONCE(false, false, "nonce"),
  BUCKET(false, false, "bucket");

  private static final String DIRECTORY = "/dev/letterlock/storage/inbox/redis/";

  private final boolean marked;
  private final boolean counting;
  private final String parts;

  /**
   * @param marked it takes the marker as its first argument
   * @param counting it takes the counter as its second key, and every run of it writes: what it
   *     wrote is waited for, until it is as durable as promised
   * @param parts files that make it up, one after the other
   */
  Script(boolean marked, boolean counting, String parts) {
    this.marked = marked;
    this.counting = counting;
    this.parts = parts;
  }

  boolean isMarked() {
    return marked;
  }

  boolean isCounting() {
    return counting;
  }

  String text() {
    List<String> texts = new ArrayList<>();
    for (String part : parts.split(" ", -1)) {
      try (InputStream in = Script.class.getResourceAsStream(DIRECTORY + part + ".lua")) {
        if (in == null) {
          throw new IllegalStateException("resource " + part + ".lua: absent (expected: present)");
        }
        texts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return String.join("\n", texts);
  }
}
