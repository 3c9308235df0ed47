package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.deploy.Deployed;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.frame.client.Ping;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Pong;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.testing.WaitingTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recipes for nginx and HAProxy carry sessions, also idle ones, and say whose they are. With
 * {@code -Dletterlock.idle.seconds=300} five minutes long.
 */
class ProxiesIT {
  private static final int IDLE_SECONDS = Integer.getInteger("letterlock.idle.seconds", 30);
  private static final Pattern WAITS =
      Pattern.compile("(?m)^ *(?:proxy_read_timeout|timeout tunnel) (\\d+)s");

  @TempDir static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server =
        new RunningServer(
            folder.resolve("data"),
            Map.of(
                "TRUSTED_PROXIES", "127.0.0.0/8",
                "LIMIT_LOOPBACK", "true",
                "CONNECTIONS_PER_ADDRESS", "8"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @WaitingTest
  void nginxCarriesASessionThatIsIdle() throws Exception {
    String nginx = ToolProcess.require("nginx");
    int port = freePort();
    Path folder = Files.createDirectory(ProxiesIT.folder.resolve("nginx"));
    Path recipe =
        recipe(
            folder,
            "deploy/nginx/nginx.conf",
            Map.of("listen 80;", "listen 127.0.0.1:" + port + ";", "http {", "http {" + temp()));
    String globals = "daemon off; pid " + folder + "/pid; error_log stderr;";

    carries(
        port,
        List.of(nginx, "-p", folder.toString(), "-c", recipe.toString(), "-g", globals),
        folder.resolve("output"));
  }

  @WaitingTest
  void haproxyCarriesASessionThatIsIdle() throws Exception {
    String haproxy = ToolProcess.require("haproxy");
    int port = freePort();
    Path folder = Files.createDirectory(ProxiesIT.folder.resolve("haproxy"));
    Path recipe =
        recipe(
            folder,
            "deploy/haproxy/haproxy.cfg",
            Map.of("bind :80", "bind 127.0.0.1:" + port, "maxconn 65536", "maxconn 1000"));
    assertThat(ToolProcess.run(folder.resolve("check"), haproxy, "-c", "-f", recipe.toString()))
        .startsWith("0\n");

    carries(port, List.of(haproxy, "-db", "-f", recipe.toString()), folder.resolve("output"));
  }

  /** A proxy that gave up before the server's ping would end every silent session. */
  @Test
  void bothWaitLongerThanTheServer() throws Exception {
    LoadUser user = server.users(1, 1).getFirst();
    try (WireClient client = new WireClient(server.url())) {
      client.hello(Pair.device(user), Cursor.ZERO);
      int ping = client.next(Welcome.class).pingSeconds();

      assertThat(seconds("deploy/nginx/nginx.conf")).isGreaterThan(2 * ping);
      assertThat(seconds("deploy/haproxy/haproxy.cfg")).isGreaterThan(2 * ping);
    }
  }

  @Test
  void prometheusTakesItsRules() throws Exception {
    String promtool = ToolProcess.require("promtool");

    assertThat(
            ToolProcess.run(
                folder.resolve("promtool"),
                promtool,
                "check",
                "config",
                Deployed.ROOT.resolve("deploy/prometheus/prometheus.yml").toString()))
        .startsWith("0\n")
        .contains("rules found");
  }

  /** Two sessions of one client, beside those of the other test: an address may have eight. */
  private static void carries(int port, List<String> command, Path output) throws Exception {
    List<LoadUser> users = server.users(2, 1);
    ServerUrl url = new ServerUrl(false, "127.0.0.1", port);
    try (ToolProcess proxy = ToolProcess.start(output, command)) {
      await("the proxy, which said: " + proxy.printed())
          .until(() -> !proxy.alive() || accepts(port));
      try (WireClient alice = new WireClient(url);
          WireClient idle = new WireClient(url)) {
        alice.hello(Pair.device(users.get(0)), Cursor.ZERO);
        alice.next(Welcome.class);
        idle.hello(Pair.device(users.get(1)), Cursor.ZERO);
        idle.next(Welcome.class);
        alice.send(Messages.numbered(users.get(0), users.get(1), 1));
        alice.next(Accepted.class);

        Thread.sleep(Duration.ofSeconds(IDLE_SECONDS));

        idle.send(new Ping(1));
        idle.next(Pong.class);
      }
    }
  }

  private static Path recipe(Path folder, String file, Map<String, String> changes)
      throws IOException {
    String text = Files.readString(Deployed.ROOT.resolve(file));
    String backend = "127.0.0.1:" + server.url().port();
    text = text.replaceAll("node[123]:8080", backend);
    for (Map.Entry<String, String> change : changes.entrySet()) {
      assertThat(text).contains(change.getKey());
      text = text.replace(change.getKey(), change.getValue().replace("TEMP", folder.toString()));
    }
    return Files.writeString(folder.resolve("recipe"), text);
  }

  /**
   * Where nginx writes what it does not keep in memory: not everybody may write to its own place.
   */
  private static String temp() {
    return " client_body_temp_path TEMP/b; proxy_temp_path TEMP/p; fastcgi_temp_path TEMP/f;"
        + " uwsgi_temp_path TEMP/u; scgi_temp_path TEMP/s;";
  }

  private static int seconds(String file) throws IOException {
    Matcher matcher = WAITS.matcher(Files.readString(Deployed.ROOT.resolve(file)));
    assertThat(matcher.find()).as(file).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
