package dev.letterlock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.letterlock.settings.SharedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docker-compose.yml fits to the code and to the files that it mounts. */
class ComposeTest {
  private static final List<String> NODES = List.of("node1", "node2", "node3");

  private static JsonNode compose;

  @BeforeAll
  static void read() throws IOException {
    compose = Deployed.yaml("docker-compose.yml");
  }

  @Test
  void setsOnlyWhatIsASetting() {
    assertThat(compose.at("/x-node/environment").propertyStream().map(e -> e.getKey()))
        .contains("REDIS_URL", "MONGODB_URI", "JWT_SECRET_FILE")
        .isSubsetOf(Deployed.settings());
  }

  @Test
  void asksRedisForWhatTheServerAsksOfIt() {
    List<String> command = texts(compose.at("/services/redis/command"));

    assertThat(command).containsSubsequence("--appendonly", "yes");
    assertThat(command).containsSubsequence("--appendfsync", "always");
    assertThat(command).containsSubsequence("--no-appendfsync-on-rewrite", "no");
    assertThat(command).containsSubsequence("--maxmemory-policy", "noeviction");
  }

  @Test
  void believesTheProxyThatItHas() {
    assertThat(compose.at("/x-node/environment/TRUSTED_PROXIES").asText())
        .isEqualTo(compose.at("/services/nginx/networks/inside/ipv4_address").asText());
  }

  @Test
  void agreesOnPorts() throws IOException {
    String port = SharedKeys.PORT.defaultText();
    String management = SharedKeys.MANAGEMENT_PORT.defaultText();
    List<String> behind = NODES.stream().map(node -> node + ":" + port).toList();

    assertThat(text("deploy/nginx/nginx.conf")).contains(behind).contains("listen 80;");
    assertThat(text("deploy/haproxy/haproxy.cfg")).contains(behind);
    assertThat(texts(compose.at("/services/nginx/ports"))).containsExactly("127.0.0.1:8080:80");
    assertThat(text("deploy/nginx/metrics.conf"))
        .contains("http://127.0.0.1:" + management + ";", "listen 9100;");
    assertThat(text("deploy/prometheus/prometheus.yml"))
        .contains(NODES.stream().map(node -> node + ":9100").toList());
    assertThat(text("Dockerfile")).contains("EXPOSE " + port, "/127.0.0.1/" + management + " ");
  }

  @Test
  void mountsFilesThatAreThere() {
    assertThat(
            compose.findValues("volumes").stream()
                .flatMap(volumes -> texts(volumes).stream())
                .filter(volume -> volume.startsWith("./"))
                .map(volume -> volume.substring(2, volume.indexOf(':'))))
        .hasSizeGreaterThan(4)
        .allMatch(file -> Files.exists(Deployed.ROOT.resolve(file)));
  }

  @Test
  void givesEachServerAPlaceOfItsOwn() {
    assertThat(NODES.stream().map(node -> texts(compose.at("/services/" + node + "/volumes"))))
        .doesNotHaveDuplicates()
        .allMatch(volumes -> volumes.size() == 1);
  }

  private static String text(String file) throws IOException {
    return Deployed.lines(file).stream().collect(Collectors.joining("\n"));
  }

  private static List<String> texts(JsonNode array) {
    return array.isArray()
        ? array.valueStream().map(JsonNode::asText).toList()
        : Stream.<String>empty().toList();
  }
}
