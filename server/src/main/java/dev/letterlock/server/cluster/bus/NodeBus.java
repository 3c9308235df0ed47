package dev.letterlock.server.cluster.bus;

import dev.letterlock.server.cluster.Announcements;
import dev.letterlock.server.cluster.Member;
import dev.letterlock.server.cluster.NodeTraffic;
import dev.letterlock.server.cluster.Notice;
import dev.letterlock.server.cluster.NoticeSink;
import dev.letterlock.server.cluster.PeerSink;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.redis.link.Layout;
import io.netty.buffer.ByteBuf;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * One node's ear and voice on Redis: messages to single nodes, which may be lost, and notices to
 * all, which are not. Connections come back by themselves; what happens while one is away is found
 * by the sweep, and in the log of notices. Thread-safe.
 */
public final class NodeBus implements Member.Post, Announcements, AutoCloseable {
  private final Exchange exchange;
  private final Postman postman;
  private final Mailbox mailbox;
  private final NoticeLog notices;

  private NodeBus(Exchange exchange, Postman postman, Mailbox mailbox, NoticeLog notices) {
    this.exchange = exchange;
    this.postman = postman;
    this.mailbox = mailbox;
    this.notices = notices;
  }

  /**
   * Connects. Nothing is heard before {@link #listen}, but nothing is missed from now on. Blocking.
   *
   * @param uri may carry a password
   * @param layout of the Redis that is there
   * @param number of this node
   * @param patience with one command
   * @throws InboxUnavailableException if Redis cannot be reached
   */
  public static NodeBus connect(
      String uri, Layout layout, long number, Duration patience, NodeTraffic traffic, Clock clock) {
    Exchange exchange = Exchange.to(uri, layout, patience);
    try {
      return new NodeBus(
          exchange,
          new Postman(exchange),
          new Mailbox(exchange, number, traffic),
          NoticeLog.open(exchange, clock));
    } catch (RuntimeException e) {
      exchange.close();
      throw new InboxUnavailableException("Redis: cannot be reached by other nodes", e);
    }
  }

  /** Begins to hear. Blocking. */
  public void listen(PeerSink messages, NoticeSink changes) {
    mailbox.listen(messages);
    notices.listen(changes);
  }

  @Override
  public CompletionStage<Boolean> send(long number, ByteBuf message) {
    return postman.send(number, message);
  }

  @Override
  public void announce(Notice notice) {
    notices.announce(notice);
  }

  @Override
  public void close() {
    notices.close();
    mailbox.close();
    postman.close();
    exchange.close();
  }
}
