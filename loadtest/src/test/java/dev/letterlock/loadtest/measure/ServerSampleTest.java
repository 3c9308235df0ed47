package dev.letterlock.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerSampleTest {

  @Test
  void readsTheTextFormOfMetrics() {
    String metrics =
        """
        # HELP process_cpu_seconds_total User and system time.
        # TYPE process_cpu_seconds_total counter
        process_cpu_seconds_total 12.75
        process_resident_memory_bytes 1.6777216E7
        process_start_time_seconds 1.75E9
        jvm_memory_used_bytes{area="heap"} 3000000.0
        jvm_memory_used_bytes{area="nonheap"} 9.0E7
        jvm_memory_used_bytes{area="direct"} 400.0
        """;
    assertThat(ServerSample.parse(metrics))
        .isEqualTo(new ServerSample(12.75, 16_777_216, 3_000_400, 1.75e9));
  }

  @Test
  void tellsNoDifferenceBetweenTwoProcesses() {
    ServerSample before = new ServerSample(10, 1, 1, 100);

    assertThat(new ServerSample(12, 1, 1, 100).cpuSince(before)).isEqualTo(2);
    assertThat(new ServerSample(12, 1, 1, 160).cpuSince(before)).isNull();
  }

  @Test
  void isAbsentWhenAFigureIsMissing() {
    assertThat(ServerSample.parse("process_cpu_seconds_total 1\n")).isNull();
  }
}
