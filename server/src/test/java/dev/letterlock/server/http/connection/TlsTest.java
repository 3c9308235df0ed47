package dev.letterlock.server.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.server.http.Response;
import dev.letterlock.server.http.Router;
import dev.letterlock.server.net.EdgeFault;
import dev.letterlock.server.net.Tls;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {

  @TempDir private static Path directory;
  private PemFiles files;
  private SslContext context;
  private TestEdge edge;

  @BeforeAll
  void listen() throws Exception {
    files = PemFiles.make(directory);
    context = Tls.context(files.certificate(), files.key());
    TestEdge.Options options = new TestEdge.Options();
    options.router =
        Router.builder().get("/hello", r -> Response.text(200, "text/plain", "hello")).build();
    options.overTls(context);
    edge = new TestEdge(options);
  }

  @AfterAll
  void close() {
    edge.close();
    ReferenceCountUtil.release(context);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void speaks(String protocol) throws Exception {
    try (SSLSocket socket = connect(protocol)) {
      assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
      socket
          .getOutputStream()
          .write(
              "GET /hello HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200 OK")
          .containsIgnoringCase("strict-transport-security: max-age=31536000");
    }
  }

  @Test
  void doesNotSpeakOlderVersions() {
    assertThatThrownBy(() -> connect("TLSv1.1")).isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void opensSessionsToo() throws Exception {
    try (SSLSocket socket = connect("TLSv1.3")) {
      socket
          .getOutputStream()
          .write(UpgradeTest.GOOD.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 101");
    }
  }

  @Test
  void saysWhichFileIsMissing() {
    Path nowhere = directory.resolve("nowhere.pem");
    assertThatThrownBy(() -> Tls.context(nowhere, files.key()))
        .isInstanceOf(EdgeFault.class)
        .hasMessageContainingAll("certificate", nowhere.toString());
  }

  @Test
  void saysThatAFileIsNoKey() throws IOException {
    Path nonsense = Files.writeString(directory.resolve("nonsense.pem"), "nonsense");
    assertThatThrownBy(() -> Tls.context(files.certificate(), nonsense))
        .isInstanceOf(EdgeFault.class)
        .hasMessageContaining("no PEM certificate with its PKCS #8 key");
  }

  private SSLSocket connect(String protocol) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            files
                .trusting()
                .getSocketFactory()
                .createSocket(edge.address().getAddress(), edge.address().getPort());
    socket.setSoTimeout(20_000);
    socket.setEnabledProtocols(new String[] {protocol});
    socket.startHandshake();
    return socket;
  }
}
