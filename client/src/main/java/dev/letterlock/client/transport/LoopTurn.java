package dev.letterlock.client.transport;

import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * What the connections of one event loop share: masking keys, and the list of those with something
 * to flush. Everything written in a turn leaves in one write per connection when the turn ends.
 * Confined to its loop.
 */
final class LoopTurn {

  private final EventLoop loop;
  private final MaskSource masks = new MaskSource(new SecureRandom());
  private final List<WebSocketConnection> dirty = new ArrayList<>();
  private final Runnable flush = this::flushAll;

  LoopTurn(EventLoop loop) {
    this.loop = loop;
  }

  EventLoop loop() {
    return loop;
  }

  MaskSource masks() {
    return masks;
  }

  /** The connection's {@code flush} will be called when this turn of the loop ends. */
  void add(WebSocketConnection connection) {
    if (dirty.isEmpty()) {
      loop.execute(flush);
    }
    dirty.add(connection);
  }

  private void flushAll() {
    for (int i = 0; i < dirty.size(); i++) {
      dirty.get(i).flush();
    }
    dirty.clear();
  }
}
