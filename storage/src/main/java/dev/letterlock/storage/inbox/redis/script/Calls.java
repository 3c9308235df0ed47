package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.redis.link.Script;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;

/** What the small scripts are called with. */
public final class Calls {
  private Calls() {}

  public static ScriptCall open(DeviceAddress device) {
    return on(Script.OPEN, device);
  }

  public static ScriptCall read(DeviceAddress device, Cursor after, int maxEntries, int maxBytes) {
    return on(Script.READ, device)
        .argument(clamp(after.epoch()))
        .argument(clamp(after.seq()))
        .argument(maxEntries)
        .argument(maxBytes);
  }

  public static ScriptCall pending(DeviceAddress device, long afterMark, int max) {
    return on(Script.PENDING, device)
        .key(Bases.of(device.user()))
        .argument(clamp(afterMark))
        .argument(max);
  }

  /** Nothing waits any more, and a new epoch begins. */
  public static ScriptCall forget(DeviceAddress device) {
    return change("forget", device, Cursor.ZERO);
  }

  /** A new epoch above {@code seen} begins, if that was never given out. */
  public static ScriptCall renew(DeviceAddress device, Cursor seen) {
    return change("renew", device, seen);
  }

  /** What waits up to the place is kept elsewhere. */
  public static ScriptCall age(DeviceAddress device, Cursor upTo) {
    return change("age", device, upTo);
  }

  /** Of a script whose first key is the base of the device. */
  public static ScriptCall on(Script script, DeviceAddress device) {
    return new ScriptCall(script, Bases.partition(device.user())).key(Bases.of(device));
  }

  private static ScriptCall change(String which, DeviceAddress device, Cursor place) {
    return on(Script.CHANGE, device)
        .argument(which)
        .argument(clamp(place.epoch()))
        .argument(clamp(place.seq()));
  }

  /** Numbers of clients may be anything; those that count here stay far below. */
  private static long clamp(long unsigned) {
    long most = MessagePack.LIMIT / 2;
    return unsigned < 0 || unsigned > most ? most : unsigned;
  }
}
