package dev.letterlock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Alerts and dashboards are whole. Whether their metrics are there is asked of a real server. */
class MonitoringTest {
  private static final int LEAST_ALERTS = 15;
  private static final Pattern SENTENCE = Pattern.compile("(?s).{20,}\\.");

  @Test
  void everyAlertSaysWhatIsAndWhatToDo() throws IOException {
    List<JsonNode> alerts = Deployed.alerts();

    assertThat(alerts).hasSizeGreaterThanOrEqualTo(LEAST_ALERTS);
    assertThat(alerts.stream().map(alert -> alert.path("alert").asText())).doesNotHaveDuplicates();
    assertThat(alerts)
        .allSatisfy(alert -> {
          assertThat(alert.at("/annotations/summary").asText()).matches(SENTENCE);
          assertThat(alert.at("/annotations/action").asText()).matches(SENTENCE);
          assertThat(alert.at("/labels/severity").asText()).isIn("page", "warn");
        });
  }

  @Test
  void everyPanelAsksTheSourceThatIsProvisioned() throws IOException {
    String source =
        Deployed.yaml("deploy/grafana/provisioning/datasources/prometheus.yml")
            .at("/datasources/0/uid")
            .asText();

    assertThat(Deployed.dashboards())
        .hasSize(4)
        .allSatisfy(dashboard ->
            assertThat(dashboard.path("panels").valueStream())
                .hasSizeGreaterThan(5)
                .allMatch(panel -> panel.at("/datasource/uid").asText().equals(source))
                .allMatch(panel -> !panel.at("/targets/0/expr").asText().isBlank()));
    assertThat(Deployed.dashboards().stream().map(dashboard -> dashboard.path("uid").asText()))
        .doesNotHaveDuplicates();
  }
}
