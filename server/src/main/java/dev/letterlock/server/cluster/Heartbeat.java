package dev.letterlock.server.cluster;

import dev.letterlock.storage.inbox.route.NodeRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says every few seconds that this node lives, on a virtual thread of its own. */
public final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final Duration EVERY = Duration.ofSeconds(3);

  private final NodeRegistry nodes;
  private final long number;
  private final String name;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private Heartbeat(NodeRegistry nodes, long number, String name) {
    this.nodes = nodes;
    this.number = number;
    this.name = name;
    this.thread = Thread.ofVirtual().name("letterlock-heartbeat").start(this::beat);
  }

  /**
   * Begins.
   *
   * @param name to show to people
   */
  public static Heartbeat start(NodeRegistry nodes, long number, String name) {
    return new Heartbeat(nodes, number, name);
  }

  /** Says that the node ends now. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(EVERY);
      nodes.leave(number);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException away) {
      LOG.debug("the node is forgotten by itself", away);
    }
  }

  private void beat() {
    try {
      do {
        renew();
      } while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void renew() {
    try {
      nodes.renew(number, name);
    } catch (RuntimeException away) {
      LOG.debug("nobody could be told that this node lives", away);
    }
  }
}
