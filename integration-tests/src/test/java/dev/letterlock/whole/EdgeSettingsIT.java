package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.server.http.connection.PemFiles;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One server with every setting of its edge, each other than by default, and what each of them
 * changes (docs/OPERATIONS.md). Every test comes from addresses of its own.
 */
class EdgeSettingsIT {
  private static final int LOOPS = 5;
  private static final String OUR_PAGE = "https://chat.example.org";
  private static final String LOGIN = "{\"name\":\"nobody\",\"password\":\"correct horse\"}";
  private static final String TOO_MANY = "\"code\":\"too_many_connections\"";

  @TempDir static Path folder;
  private static int loops;
  private static SSLContext trusting;
  private static RunningServer server;
  private static ServerUrl url;

  @BeforeAll
  static void startServer() throws Exception {
    PemFiles pem = PemFiles.make(folder);
    trusting = pem.trusting();
    Set<Thread> before = loopThreads();
    server =
        new RunningServer(
            folder.resolve("data"),
            Map.ofEntries(
                Map.entry("TLS_CERT", pem.certificate().toString()),
                Map.entry("TLS_KEY", pem.key().toString()),
                Map.entry("TRUSTED_PROXIES", "127.0.0.0/8"),
                Map.entry("LIMIT_LOOPBACK", "true"),
                Map.entry("CONNECTIONS_PER_ADDRESS", "2"),
                Map.entry("LIMIT_LOGIN_FROM", "1+1/1h"),
                Map.entry("ALLOWED_ORIGINS", OUR_PAGE),
                Map.entry("REGISTRATION", "closed"),
                Map.entry("TRANSPORT", "nio"),
                Map.entry("EVENT_LOOPS", Integer.toString(LOOPS)),
                Map.entry("DURABILITY", "relaxed")));
    Set<Thread> own = loopThreads();
    own.removeAll(before);
    loops = own.size();
    url = new ServerUrl(true, server.url().host(), server.url().port());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  /** Loopback itself is behind no proxy, and LIMIT_LOOPBACK gives it two connections as well. */
  @Test
  void speaksTlsAndSaysThatItIsRelaxed() throws Exception {
    LoadUser alice = server.users(1, 1).getFirst();
    HttpClient http = HttpClient.newBuilder().sslContext(trusting).build();
    try (WireClient client = new WireClient(url, http);
        TlsSocket second = TlsSocket.direct(trusting, url);
        TlsSocket third = TlsSocket.direct(trusting, url)) {
      client.hello(Pair.device(alice), Cursor.ZERO);

      assertThat(client.next(Welcome.class).durability()).isEqualTo(Welcome.Durability.RELAXED);
      assertThat(second.get("/v1/me")).startsWith("HTTP/1.1 401 ");
      assertThat(third.get("/v1/me")).startsWith("HTTP/1.1 429 ").contains(TOO_MANY);
    }
  }

  @Test
  void servesBySoManyLoopsAndShowsWhatIsInForce() throws Exception {
    assertThat(loops).isEqualTo(LOOPS);
    assertThat(server.readiness()).contains("\"durability\":\"relaxed\"");
    assertThat(Scrape.of(server.managementUrl().resolve("/metrics")).series())
        .containsEntry("letterlock_transport{tls=\"boringssl\",transport=\"nio\"}", 1.0)
        .containsEntry("letterlock_durability{mode=\"relaxed\"}", 1.0);
  }

  @Test
  void countsTheConnectionsOfEachAddressThatAProxyNames() throws Exception {
    try (TlsSocket first = from("203.0.113.7");
        TlsSocket second = from("203.0.113.7");
        TlsSocket third = from("203.0.113.7");
        TlsSocket other = from("203.0.113.8")) {
      assertThat(first.get("/v1/me")).startsWith("HTTP/1.1 401 ");
      assertThat(second.get("/v1/me")).startsWith("HTTP/1.1 401 ");
      assertThat(third.get("/v1/me")).startsWith("HTTP/1.1 429 ").contains(TOO_MANY);
      assertThat(other.get("/v1/me")).startsWith("HTTP/1.1 401 ");
    }
  }

  @Test
  void limitsTheLoginsOfEachAddressThatAProxyNames() throws Exception {
    try (TlsSocket one = from("203.0.113.9");
        TlsSocket other = from("203.0.113.10")) {
      assertThat(one.post("/v1/login", LOGIN)).contains("\"code\":\"wrong_credentials\"");
      assertThat(one.post("/v1/login", LOGIN)).contains("\"code\":\"rate_limited\"");
      assertThat(other.post("/v1/login", LOGIN)).contains("\"code\":\"wrong_credentials\"");
    }
  }

  @Test
  void letsInThePagesOfAllowedOriginsOnly() throws Exception {
    try (TlsSocket foreign = from("203.0.113.11");
        TlsSocket ours = from("203.0.113.11")) {
      assertThat(foreign.upgradeFrom("https://elsewhere.example.org"))
          .startsWith("HTTP/1.1 403 ")
          .contains("\"code\":\"upgrade_origin\"");
      assertThat(ours.get("/v1/me", "Origin: " + OUR_PAGE))
          .containsIgnoringCase("Access-Control-Allow-Origin: " + OUR_PAGE);
      assertThat(ours.upgradeFrom(OUR_PAGE)).startsWith("HTTP/1.1 101 ");
    }
  }

  @Test
  void makesNoAccountsForStrangers() throws Exception {
    try (TlsSocket stranger = from("203.0.113.12")) {
      assertThat(stranger.post("/v1/register", LOGIN))
          .startsWith("HTTP/1.1 403 ")
          .contains("\"code\":\"registration_closed\"");
    }
  }

  @Test
  void keepsWhatIsTheOperatorsOffThePublicPort() throws Exception {
    try (TlsSocket curious = from("203.0.113.13")) {
      for (String path : List.of("/metrics", "/healthz", "/readyz", "/admin/users")) {
        assertThat(curious.get(path, "Authorization: Bearer " + server.adminToken().value()))
            .startsWith("HTTP/1.1 404 ")
            .contains("\"code\":\"not_found\"");
      }
    }
  }

  private static TlsSocket from(String address) throws IOException {
    return TlsSocket.behindProxy(trusting, url, address);
  }

  /** Among them those of earlier servers that have not ended yet. */
  private static Set<Thread> loopThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("letterlock-loop"))
        .collect(Collectors.toCollection(HashSet::new));
  }
}
