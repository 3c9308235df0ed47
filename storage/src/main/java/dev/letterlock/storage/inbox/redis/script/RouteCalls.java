package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.redis.link.Script;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import dev.letterlock.storage.inbox.route.Attached;
import dev.letterlock.storage.inbox.route.Finding;
import dev.letterlock.storage.inbox.route.Standing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What the scripts about routes take and answer. */
public final class RouteCalls {
  private static final int DISPLACED = 1;
  private static final int RECEIPTS = 2;

  private RouteCalls() {}

  public static ScriptCall attach(DeviceAddress device, long node) {
    return Calls.on(Script.ATTACH, device).argument(node);
  }

  public static Attached attached(List<Object> answer) {
    return new Attached((Long) answer.get(0), (Long) answer.get(1));
  }

  public static ScriptCall detach(DeviceAddress device, long fence) {
    return Calls.on(Script.DETACH, device).argument(fence);
  }

  public static ScriptCall examine(long node, int partition, List<Standing> sessions) {
    ScriptCall call = new ScriptCall(Script.EXAMINE, partition);
    MessagePack program = new MessagePack().number(node);
    for (Standing session : sessions) {
      call.key(Bases.of(session.device())).key(Bases.of(session.device().user()));
      program.number(session.fence());
      program.clamped(session.sent().epoch()).clamped(session.sent().seq());
      program.clamped(session.receiptMark());
    }
    return call.argument(program.finished());
  }

  /** What was found; {@code indices} are those of the sessions that were asked about. */
  public static List<Finding> findings(List<Object> answer, List<Integer> indices) {
    ByteBuffer in = ByteBuffer.wrap((byte[]) answer.getFirst());
    List<Finding> findings = new ArrayList<>();
    while (in.hasRemaining()) {
      int index = indices.get(in.getInt());
      int flags = in.get();
      Cursor last = new Cursor(in.getLong(), in.getLong());
      findings.add(new Finding(index, (flags & DISPLACED) != 0, last, (flags & RECEIPTS) != 0));
    }
    return findings;
  }

  public static ScriptCall locate(int partition, List<DeviceAddress> devices) {
    ScriptCall call = new ScriptCall(Script.LOCATE, partition);
    devices.forEach(device -> call.key(Bases.of(device)));
    return call;
  }

  /** Writes the nodes into the array, at the indices of the devices that were asked about. */
  public static void nodes(List<Object> answer, long[] into, List<Integer> indices) {
    ByteBuffer in = ByteBuffer.wrap((byte[]) answer.getFirst());
    indices.forEach(index -> into[index] = in.getLong());
  }
}
