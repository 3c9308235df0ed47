package dev.letterlock.loadtest.peer;

import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.measure.Latencies;
import dev.letterlock.loadtest.measure.Tally;
import java.util.ArrayList;
import java.util.List;

/** What all sessions of a run share. Safe for any thread. */
public final class LoadRun implements AutoCloseable {

  private final ServerUrl url;
  private final ClientTransport transport;
  private final CryptoKit crypto;
  private final int paddedSize;
  private final long id;
  private final Tally tally = new Tally();
  private final Latencies acceptedTimes = new Latencies();
  private final Latencies deliverTimes = new Latencies();
  private final List<LoopSweep> sweeps = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * Prepares a run.
   *
   * @param paddedSize P of docs/E2EE.md §2.6
   * @param id marks the messages of this run; the pattern of their content follows from it
   */
  public LoadRun(
      ServerUrl url, ClientTransport transport, CryptoKit crypto, int paddedSize, long id) {
    this.url = url;
    this.transport = transport;
    this.crypto = crypto;
    this.paddedSize = paddedSize;
    this.id = id;
    for (int i = 0; i < transport.loops(); i++) {
      sweeps.add(LoopSweep.start(transport.loop(i)));
    }
  }

  public ServerUrl url() {
    return url;
  }

  public ClientTransport transport() {
    return transport;
  }

  public CryptoKit crypto() {
    return crypto;
  }

  public int paddedSize() {
    return paddedSize;
  }

  public Tally tally() {
    return tally;
  }

  /** From the intended send to Accepted. */
  public Latencies acceptedTimes() {
    return acceptedTimes;
  }

  /** From the intended send to the arrival of Deliver. */
  public Latencies deliverTimes() {
    return deliverTimes;
  }

  /** No sender begins anything new from now on. */
  public void stop() {
    stopping = true;
  }

  /** The server is going away and told a session so: this run ends, as all of it was its load. */
  void toldToGo() {
    tally.toldToGo();
    stop();
  }

  /** Whether the server told anybody to go away. */
  public boolean leaving() {
    return tally.away() > 0;
  }

  @Override
  public void close() {
    stop();
    transport.close();
  }

  /** Whether {@link #stop} was called. */
  public boolean stopped() {
    return stopping;
  }

  Content content() {
    return new Content(id, paddedSize);
  }

  LoopSweep sweep(int loop) {
    return sweeps.get(loop);
  }
}
