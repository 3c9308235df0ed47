package dev.letterlock.loadtest.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.letterlock.loadtest.measure.Growth;
import dev.letterlock.loadtest.measure.Percentiles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run found, in exactly the fields that programs may rely on; null where a scenario has none
 * or the server could not be asked.
 *
 * @param sent messages handed in during the measured window
 * @param accepted messages that the server took during the window
 * @param delivered messages that arrived, opened and verified, during the window; offline: over the
 *     whole run, as they arrive after the window
 * @param lost accepted but never delivered, over the whole run
 * @param duplicated delivered more than once, over the whole run
 * @param reordered delivered behind a later message of the same sender, over the whole run
 * @param acceptedMillis from the intended send to Accepted; of what was on its way when the window
 *     ended too
 * @param deliverMillis from the intended send to the arrival, likewise
 * @param serverCpuUsPerMessage user and system time of the server's process per message that was
 *     accepted and delivered (offline: accepted; connect: per connection)
 * @param serverRssKb of the server's process at the end
 * @param rssKbPerConnection what each idle connection added to it
 * @param growth of what the server held, over the second half of a soak
 */
@JsonPropertyOrder({
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
  "growth"
})
public record Report(
    String scenario,
    int connections,
    @JsonProperty("payload_bytes") @Nullable Integer payloadBytes,
    @JsonProperty("duration_s") double durationSeconds,
    @Nullable Long sent,
    @Nullable Long accepted,
    @Nullable Long delivered,
    @Nullable Long lost,
    @Nullable Long duplicated,
    @Nullable Long reordered,
    @JsonProperty("delivered_per_s") @Nullable Double deliveredPerSecond,
    @JsonProperty("accepted_ms") @Nullable Percentiles acceptedMillis,
    @JsonProperty("deliver_ms") @Nullable Percentiles deliverMillis,
    @JsonProperty("server_cpu_us_per_message") @Nullable Double serverCpuUsPerMessage,
    @JsonProperty("server_rss_kb") @Nullable Long serverRssKb,
    @JsonProperty("rss_kb_per_connection") @Nullable Double rssKbPerConnection,
    @JsonProperty("connects_per_s") @Nullable Double connectsPerSecond,
    @Nullable List<Growth> growth) {

  public Report {
    growth = growth == null ? null : List.copyOf(growth);
  }

  /** Whether every accepted message arrived once and in order. */
  public boolean clean() {
    return zero(lost) && zero(duplicated) && zero(reordered);
  }

  /** Whether nothing grew, where that was looked at. */
  public boolean flat() {
    return growth == null || growth.stream().allMatch(Growth::flat);
  }

  private static boolean zero(@Nullable Long count) {
    return count == null || count == 0;
  }
}
