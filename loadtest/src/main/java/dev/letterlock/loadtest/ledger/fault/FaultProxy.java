package dev.letterlock.loadtest.ledger.fault;

import dev.letterlock.client.transport.ServerUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Stands between the devices and the servers on loopback, under one address for all starts of all
 * servers, and can harm every connection. Safe for any thread.
 */
public final class FaultProxy implements AutoCloseable {

  private static final int WAITING = 1024;
  private static final String LOOPBACK = "127.0.0.1";

  private final ServerSocket listening;
  private final Gate toServer = new Gate();
  private final Gate toDevice = new Gate();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile List<ServerUrl> targets = List.of();

  private FaultProxy(ServerSocket listening) {
    this.listening = listening;
  }

  /** Listens on a free port; until there are targets every connection is refused. */
  public static FaultProxy start() throws IOException {
    ServerSocket listening =
        new ServerSocket(0, WAITING, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    FaultProxy proxy = new FaultProxy(listening);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  /** Where devices connect. */
  public ServerUrl url() {
    return new ServerUrl(false, LOOPBACK, listening.getLocalPort());
  }

  /** Where connections lead from now on, each to any one of them. */
  void targets(List<ServerUrl> servers) {
    targets = List.copyOf(servers);
  }

  /** How many connections there are. */
  int connections() {
    return links.size();
  }

  /** Resets all connections at both ends. */
  void cut() {
    List.copyOf(links).forEach(Link::cut);
  }

  /** Resets the devices' ends of all connections; the server learns nothing of it. */
  void strand() {
    List.copyOf(links).forEach(Link::strand);
  }

  /** Nothing that the server says passes. */
  void holdAnswers() {
    toDevice.shut();
  }

  /** Nothing passes. */
  void hold() {
    toServer.shut();
    toDevice.shut();
  }

  /** Nothing that the server says passes on one in {@code share} connections, at least one. */
  void stall(int share, Random random) {
    List<Link> all = new ArrayList<>(links);
    Collections.shuffle(all, random);
    all.stream().limit(1 + all.size() / share).forEach(Link::stall);
  }

  /** Every chunk is late, both ways. */
  void delay(int millis) {
    toServer.delay(millis);
    toDevice.delay(millis);
  }

  /** Everything passes again, in time. */
  void heal() {
    delay(0);
    toServer.open();
    toDevice.open();
    links.forEach(Link::flow);
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      // Nobody connects any more either way.
    }
    heal();
    cut();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket device = listening.accept();
        Thread.ofVirtual().start(() -> connect(device));
      } catch (IOException e) {
        // Closed, or one connection that came to nothing.
      }
    }
  }

  private void connect(Socket device) {
    List<ServerUrl> all = targets;
    Socket server = new Socket();
    Link link = new Link(device, server, links::remove);
    try {
      if (all.isEmpty()) {
        throw new IOException("targets: none (expected: set before the devices connect)");
      }
      ServerUrl to = all.get(ThreadLocalRandom.current().nextInt(all.size()));
      server.connect(new InetSocketAddress(to.host(), to.port()));
      device.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    } catch (IOException e) {
      link.cut();
      return;
    }
    links.add(link);
    link.start(toServer, toDevice);
  }
}
