package dev.letterlock.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.loadtest.measure.Growth;
import dev.letterlock.loadtest.measure.Percentiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReportTest {

  @Test
  void hasExactlyTheFieldsThatProgramsRelyOn() throws IOException {
    Report report =
        new Report(
            "direct",
            200,
            1024,
            30.0,
            1L,
            2L,
            3L,
            0L,
            0L,
            0L,
            0.1,
            new Percentiles(1, 2, 3, 4),
            null,
            9.5,
            1000L,
            null,
            null,
            List.of(new Growth("rss", 200, 3, 16, true)));
    JsonNode json = new ObjectMapper().readTree(JsonReport.of(report));
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactly(
            "scenario",
            "connections",
            "payload_bytes",
            "duration_s",
            "sent",
            "accepted",
            "delivered",
            "lost",
            "duplicated",
            "reordered",
            "delivered_per_s",
            "accepted_ms",
            "deliver_ms",
            "server_cpu_us_per_message",
            "server_rss_kb",
            "rss_kb_per_connection",
            "connects_per_s",
            "growth");
    assertThat(json.get("accepted_ms").toString())
        .isEqualTo("{\"p50\":1.0,\"p99\":2.0,\"p999\":3.0,\"max\":4.0}");
    assertThat(json.get("deliver_ms").isNull()).isTrue();
    assertThat(json.get("growth").get(0).toString())
        .isEqualTo("{\"of\":\"rss\",\"mean\":200.0,\"rise\":3.0,\"bound\":16.0,\"flat\":true}");
  }
}
