package dev.letterlock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The image and the unit start the server as the launcher does. */
class CommandsTest {
  private static final String ENTRYPOINT = "ENTRYPOINT ";
  private static final String ENVIRONMENT = "Environment=";
  private static final List<String> HARDENED =
      List.of(
          "NoNewPrivileges=yes",
          "ProtectSystem=strict",
          "ProtectHome=yes",
          "PrivateTmp=yes",
          "PrivateDevices=yes",
          "RestrictNamespaces=yes",
          "RestrictSUIDSGID=yes",
          "CapabilityBoundingSet=",
          "SystemCallArchitectures=native",
          "UMask=0077");

  @Test
  void theImageStartsTheServerAsTheLauncherDoes() throws IOException {
    List<String> expected = new ArrayList<>(List.of("java"));
    expected.addAll(launcherWords("common_flags=\\(([^)]*)\\)"));
    expected.addAll(launcherWords("server_flags=\\(([^)]*)\\)"));
    expected.addAll(List.of("-cp", "/opt/letterlock/lib/*"));
    expected.addAll(launcherWords("server_main=(\\S+)"));

    assertThat(entrypoint()).isEqualTo(expected);
    assertThat(Deployed.lines("Dockerfile")).contains("CMD [\"serve\"]", "USER 10001");
  }

  @Test
  void theUnitSetsOnlyWhatIsASetting() throws IOException {
    assertThat(Deployed.lines("deploy/systemd/letterlock.service"))
        .filteredOn(line -> line.startsWith(ENVIRONMENT))
        .isNotEmpty()
        .allMatch(line ->
            Deployed.settings()
                .contains(line.substring(ENVIRONMENT.length(), line.lastIndexOf('='))));
  }

  @Test
  void theUnitRunsTheLauncherAndMayDoLittle() throws IOException {
    assertThat(Deployed.lines("deploy/systemd/letterlock.service"))
        .contains("ExecStart=/opt/letterlock/letterlock serve", "User=letterlock")
        .containsAll(HARDENED);
  }

  @Test
  void theImageSetsOnlyWhatIsASetting() throws IOException {
    String line =
        Deployed.lines("Dockerfile").stream().filter(l -> l.startsWith("ENV ")).findFirst().get();

    assertThat(
            Arrays.stream(line.substring(4).split(" ", -1))
                .map(pair -> pair.substring(0, pair.indexOf('='))))
        .isSubsetOf(Deployed.settings());
  }

  private static List<String> entrypoint() throws IOException {
    String line =
        Deployed.lines("Dockerfile").stream()
            .filter(l -> l.startsWith(ENTRYPOINT))
            .findFirst()
            .orElseThrow();
    return Arrays.asList(
        new JsonMapper().readValue(line.substring(ENTRYPOINT.length()), String[].class));
  }

  private static List<String> launcherWords(String declaration) throws IOException {
    Matcher matcher =
        Pattern.compile(declaration).matcher(String.join("\n", Deployed.lines("letterlock")));
    assertThat(matcher.find()).as(declaration).isTrue();
    return Arrays.asList(matcher.group(1).split(" "));
  }
}
