package dev.letterlock.server.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.server.http.BodyPolicy;
import dev.letterlock.server.http.Response;
import dev.letterlock.server.http.Router;
import dev.letterlock.server.net.Tls;
import dev.letterlock.testing.WaitingTest;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is slow on purpose holds a place for a bounded time, and bounded memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowClientTest {

  /** The type of a handshake record and its version, which say how a ClientHello begins. */
  private static final byte[] HELLO_BEGINS = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

  private static final int SECONDS = 2;
  private static final int LARGE = 8 << 20;
  private static final long MOST_TAKEN = 32L << 20;

  @TempDir private static Path directory;
  private SslContext context;
  private TestEdge edge;
  private TestEdge overTls;

  @BeforeAll
  void listen() throws Exception {
    TestEdge.Options options = new TestEdge.Options();
    options.timeouts = new HttpTimeouts(SECONDS, SECONDS, SECONDS);
    options.router =
        Router.builder()
            .get("/large", r -> Response.text(200, "text/plain", "x".repeat(LARGE)))
            .post("/thing", BodyPolicy.json(1000), r -> Response.empty(204))
            .build();
    edge = new TestEdge(options);
    PemFiles files = PemFiles.make(directory);
    context = Tls.context(files.certificate(), files.key());
    options.overTls(context);
    overTls = new TestEdge(options);
  }

  @AfterAll
  void close() {
    edge.close();
    overTls.close();
    ReferenceCountUtil.release(context);
  }

  @WaitingTest
  void closesARequestWhoseBodyDripsIn() throws Exception {
    try (RawClient client = edge.connect()) {
      client.send(
          "POST /thing HTTP/1.1\nHost: h\nContent-Type: application/json\nContent-Length: 900\n\n");
      Thread dripping = Thread.startVirtualThread(() -> drip(client, new byte[] {'{'}));
      assertThat(client.readToEnd()).contains("408 ", "request_timeout");
      dripping.interrupt();
    }
  }

  @WaitingTest
  void closesATlsHandshakeThatNeverBegins() throws Exception {
    try (RawClient client = overTls.connect()) {
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @WaitingTest
  void closesATlsHandshakeThatDripsIn() throws Exception {
    try (RawClient client = overTls.connect()) {
      client.send(HELLO_BEGINS);
      Thread dripping = Thread.startVirtualThread(() -> drip(client, new byte[1]));
      assertThat(ends(client)).isTrue();
      dripping.interrupt();
    }
  }

  @WaitingTest
  void closesAClientThatNeverReadsItsAnswer() throws Exception {
    try (SocketChannel client = connect()) {
      client.write(ascii("GET /large HTTP/1.1\r\nHost: h\r\n\r\n"));
      await().atMost(Duration.ofSeconds(20)).until(() -> isReset(client));
    }
  }

  @WaitingTest
  void takesNoMoreRequestsOfAClientThatReadsNoAnswers() throws Exception {
    ByteBuffer many = ascii("GET /none HTTP/1.1\r\nHost: h\r\n\r\n".repeat(500));
    AtomicLong taken = new AtomicLong();
    try (SocketChannel client = connect()) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> taken.get() > MOST_TAKEN || pours(client, many, taken));
      assertThat(taken.get()).isLessThan(MOST_TAKEN);
    }
  }

  @WaitingTest
  void forgetsAClientThatIsGoneWithoutAWord() throws Exception {
    try (RawClient client = edge.connect()) {
      client.send("GET /none HTTP/1.1\nHost: h\n\n").readResponse();
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  private SocketChannel connect() throws IOException {
    InetSocketAddress address = edge.address();
    SocketChannel client = SocketChannel.open(address);
    client.configureBlocking(false);
    return client;
  }

  /** Whether the server has closed, which a write tells even with answers left unread. */
  private static boolean isReset(SocketChannel client) {
    try {
      client.write(ascii("x"));
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  /** Writes as much as is taken, over and over; true when the server has closed. */
  private static boolean pours(SocketChannel client, ByteBuffer many, AtomicLong taken) {
    try {
      int written = client.write(many);
      while (written > 0 && taken.addAndGet(written) <= MOST_TAKEN) {
        if (!many.hasRemaining()) {
          many.rewind();
        }
        written = client.write(many);
      }
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private static boolean ends(RawClient client) {
    try {
      client.readToEnd();
      return true;
    } catch (IOException e) {
      return !(e instanceof SocketTimeoutException);
    }
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Sleeps because it is the slow client: the server's patience ends between its bytes. */
  private static void drip(RawClient client, byte[] drop) {
    try {
      while (!Thread.interrupted()) {
        client.send(drop);
        Thread.sleep(Duration.ofMillis(100));
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
