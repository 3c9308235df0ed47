package dev.letterlock.server.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.server.http.Response;
import dev.letterlock.server.http.Router;
import dev.letterlock.server.net.Connection;
import dev.letterlock.server.net.EdgeFault;
import dev.letterlock.server.net.ListenConfig;
import dev.letterlock.server.net.Liveness;
import dev.letterlock.server.net.websocket.ClientFrames;
import dev.letterlock.testing.WaitingTest;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AbuseTest {

  private static final int FRAME = 64 * 1024;
  private static final long KERNEL_BUFFERS = 32L << 20;

  private final TestEdge.Options options = new TestEdge.Options();

  @WaitingTest
  void closesAConnectionThatNeverSaysAnything() throws Exception {
    options.timeouts = new HttpTimeouts(1, 30, 30);
    try (TestEdge edge = new TestEdge(options);
        RawClient client = edge.connect()) {
      assertThat(client.readToEnd()).contains("408 ", "request_timeout");
    }
  }

  @WaitingTest
  void closesARequestWhoseHeadDripsIn() throws Exception {
    options.timeouts = new HttpTimeouts(2, 30, 30);
    try (TestEdge edge = new TestEdge(options);
        RawClient client = edge.connect()) {
      client.send("GET / HT");
      Thread dripping = Thread.startVirtualThread(() -> drip(client));
      assertThat(client.readToEnd()).contains("408 ", "request_timeout");
      dripping.interrupt();
    }
  }

  @WaitingTest
  void closesAConnectionThatIsIdleAfterAResponse() throws Exception {
    options.timeouts = new HttpTimeouts(30, 30, 1);
    try (TestEdge edge = new TestEdge(options);
        RawClient client = edge.connect()) {
      assertThat(client.send("GET / HTTP/1.1\nHost: h\n\n").readResponse()).contains("404 ");
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @ValueSource(strings = {"auto", "epoll", "nio"})
  void spendsBoundedMemoryOnAReaderThatStops(String transport) throws Exception {
    AtomicLong written = new AtomicLong();
    CountDownLatch closed = new CountDownLatch(1);
    options.transport = transport;
    options.liveness = new Liveness(60, 120, 2, 60);
    options.opener = (connection, upgraded) -> new Flood(connection, written, closed);
    try (TestEdge edge = new TestEdge(options);
        RawClient client = edge.connect()) {
      client.send(UpgradeTest.GOOD).readHead();
      client.send(new ClientFrames().binary(new byte[1]).toBytes());
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> closed.getCount() == 0);
      assertThat(written.get()).isBetween((long) FRAME, KERNEL_BUFFERS);
    }
  }

  @Test
  void limitsConnectionsPerAddressAndGivesPlacesBack() throws Exception {
    options.limits = Allowance.connections(2);
    try (TestEdge edge = new TestEdge(options);
        RawClient first = edge.connect()) {
      first.send(UpgradeTest.GOOD).readHead();
      try (RawClient second = edge.connect()) {
        second.send(UpgradeTest.GOOD).readHead();
        try (RawClient third = edge.connect()) {
          assertThat(third.readToEnd()).contains("429 ", "too_many_connections");
        }
      }
      // Who is refused may lose the connection while it still speaks.
      Awaitility.await().ignoreExceptionsInstanceOf(IOException.class).until(() -> upgrades(edge));
    }
  }

  @Test
  void exemptsLoopbackUnlessToldOtherwise() throws Exception {
    options.limits = Allowance.exceptLoopback();
    try (TestEdge edge = new TestEdge(options);
        RawClient first = edge.connect()) {
      first.send(UpgradeTest.GOOD).readHead();
      assertThat(upgrades(edge)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY TCP4 203.0.113.7 10.0.0.1 4711 80\r\n",
        "\r\n\r\n\0\r\nQUIT\n!\u0011\0\u000c\u00cb\0q\u0007\n\0\0\u0001\u0012g\0P"
      })
  void believesThePROXYProtocolOfTrustedProxies(String header) throws Exception {
    whoAmI();
    options.behindLoopback(null);
    try (TestEdge edge = new TestEdge(options);
        RawClient client = edge.connect()) {
      client.send(header.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(client.send("GET /me HTTP/1.1\nHost: h\n\n").readResponse())
          .endsWith("203.0.113.7");
    }
  }

  @Test
  void takesNoPROXYProtocolFromOthers() throws Exception {
    whoAmI();
    try (TestEdge edge = new TestEdge(options);
        RawClient client = edge.connect()) {
      client.send("PROXY TCP4 203.0.113.7 10.0.0.1 4711 80\nGET /me HTTP/1.1\nHost: h\n\n");
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void countsTheAddressBehindATrustedProxy() throws Exception {
    options.limits = Allowance.connections(1);
    options.behindLoopback(null);
    try (TestEdge edge = new TestEdge(options);
        RawClient first = edge.connect();
        RawClient second = edge.connect();
        RawClient third = edge.connect()) {
      assertThat(first.send(forwarded("203.0.113.7")).readResponse()).contains("404 ");
      assertThat(second.send(forwarded("203.0.113.8")).readResponse()).contains("404 ");
      assertThat(third.send(forwarded("203.0.113.7")).readResponse()).contains("429 ");
    }
  }

  @Test
  void saysThatAPortIsInUse() throws Exception {
    try (TestEdge edge = new TestEdge(options)) {
      TestEdge.Options same = new TestEdge.Options();
      same.listen = ListenConfig.plain("127.0.0.1", edge.address().getPort());
      assertThatThrownBy(() -> new TestEdge(same))
          .isInstanceOf(EdgeFault.class)
          .hasMessageContaining("127.0.0.1:" + edge.address().getPort() + ": the port is in use");
    }
  }

  private void whoAmI() {
    options.router =
        Router.builder()
            .get("/me", r -> Response.text(200, "text/plain", r.client().getHostAddress()))
            .build();
  }

  private static boolean upgrades(TestEdge edge) throws IOException {
    try (RawClient client = edge.connect()) {
      return client.send(UpgradeTest.GOOD).readHead().startsWith("HTTP/1.1 101 ");
    }
  }

  private static String forwarded(String address) {
    return "GET / HTTP/1.1\nHost: h\nX-Forwarded-For: " + address + "\n\n";
  }

  /** Sleeps because it is the slow client: the server's patience ends between its bytes. */
  private static void drip(RawClient client) {
    try {
      while (!Thread.interrupted()) {
        client.send("x");
        Thread.sleep(Duration.ofMillis(100));
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes as much as it may. */
  private static final class Flood extends EchoSink {
    private final AtomicLong written;
    private final CountDownLatch closed;

    Flood(Connection connection, AtomicLong written, CountDownLatch closed) {
      super(connection);
      this.written = written;
      this.closed = closed;
    }

    @Override
    public void binary(ByteBuf buffer, int index, int length) {
      pour();
    }

    @Override
    public void writabilityChanged() {
      pour();
    }

    @Override
    public void closed() {
      closed.countDown();
    }

    private void pour() {
      while (connection.writable() && written.get() <= KERNEL_BUFFERS) {
        connection.begin(FRAME).writeZero(FRAME);
        connection.end();
        written.addAndGet(FRAME);
      }
    }
  }
}
