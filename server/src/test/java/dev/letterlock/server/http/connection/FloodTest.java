package dev.letterlock.server.http.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.server.net.Tls;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever comes too often, or with too many at once, is kept out, and all others get in. */
class FloodTest {

  private static final String ASK = "GET / HTTP/1.1\nHost: h\n\n";
  private static final int FLOOD = 2000;
  private static final int ADMITTED = 100;

  private final TestEdge.Options options = new TestEdge.Options();

  @Test
  void keepsThousandsOfConnectionsOfOneAddressOutAndOthersIn() throws Exception {
    options.limits = Allowance.connections(ADMITTED);
    options.behindLoopback(null);
    List<RawClient> flood = new ArrayList<>();
    try (TestEdge edge = new TestEdge(options);
        RawClient other = edge.connect()) {
      for (int i = 0; i < FLOOD; i++) {
        flood.add(edge.connect().send(from("203.0.113.7")));
      }

      assertThat(other.send(from("203.0.113.8")).send(ASK).readResponse()).contains("404 ");
      assertThat(admitted(flood)).isEqualTo(ADMITTED);
    } finally {
      for (RawClient client : flood) {
        client.close();
      }
    }
  }

  @Test
  void keepsOutWhoConnectsTooFast() throws Exception {
    options.limits = Allowance.connectsInAll(2);
    try (TestEdge edge = new TestEdge(options)) {
      for (int i = 0; i < 2; i++) {
        try (RawClient client = edge.connect()) {
          assertThat(client.send(ASK).readResponse()).contains("404 ");
        }
      }
      try (RawClient third = edge.connect()) {
        assertThat(third.readToEnd()).contains("429 ", "too_many_connections");
      }
    }
  }

  @Test
  void spendsNoHandshakeOnWhoConnectsTooFast(@TempDir Path directory) throws Exception {
    PemFiles files = PemFiles.make(directory);
    SslContext context = Tls.context(files.certificate(), files.key());
    options.limits = Allowance.connectsInAll(1);
    options.behindLoopback(context);
    try (TestEdge edge = new TestEdge(options);
        RawClient first = edge.connect();
        RawClient second = edge.connect();
        Socket other = new Socket(edge.address().getAddress(), edge.address().getPort())) {
      first.send(from("203.0.113.7"));
      assertThat(second.send(from("203.0.113.7")).readToEnd()).isEmpty();
      other.getOutputStream().write(from("203.0.113.8").replace("\n", "\r\n").getBytes(UTF_8));
      try (SSLSocket tls = layered(files, other)) {
        tls.startHandshake();
        assertThat(tls.getSession().getProtocol()).isEqualTo("TLSv1.3");
      }
    } finally {
      ReferenceCountUtil.release(context);
    }
  }

  @Test
  void tellsWhoAsksTooFastWhenToComeBack() throws Exception {
    options.limits = Allowance.requestsInAll(2);
    try (TestEdge edge = new TestEdge(options);
        RawClient client = edge.connect()) {
      for (int i = 0; i < 2; i++) {
        assertThat(client.send(ASK).readResponse()).contains("404 ");
      }
      assertThat(client.send(ASK).readResponse())
          .contains("429 ", "too_many_requests")
          .containsPattern("(?i)retry-after: 8640[01]\\b");
    }
  }

  private static SSLSocket layered(PemFiles files, Socket socket) throws Exception {
    return (SSLSocket)
        files.trusting().getSocketFactory().createSocket(socket, "localhost", 0, true);
  }

  private static long admitted(List<RawClient> flood) throws Exception {
    long admitted = 0;
    for (RawClient client : flood) {
      if (client.send(ASK).readHead().contains(" 404 ")) {
        admitted++;
      }
    }
    return admitted;
  }

  private static String from(String address) {
    return "PROXY TCP4 " + address + " 10.0.0.1 4711 80\n";
  }
}
