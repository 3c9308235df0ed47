package dev.letterlock.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrowthTest {

  private static final int SAMPLES = 20;

  @Test
  void forgivesWhatGrowsInTheFirstHalf() {
    Growth rss = rss(i -> i < SAMPLES / 2 ? 20 * i : 200);

    assertThat(rss).isEqualTo(new Growth("rss", 200, 0, 16, true));
  }

  @Test
  void findsWhatGrowsInTheSecondHalfByMoreThanTheBound() {
    assertThat(rss(i -> 300 + i).flat()).isTrue();
    Growth steep = rss(i -> 300 + 4 * i);

    assertThat(steep.rise()).isEqualTo(36);
    assertThat(steep.bound()).isEqualTo(17.9);
    assertThat(steep.flat()).isFalse();
  }

  @Test
  void isNotMisledByASawtooth() {
    assertThat(rss(i -> i % 2 == 0 ? 200 : 240).flat()).isTrue();
  }

  @Test
  void callsNothingFlatThatItCannotTell() {
    assertThat(Growth.in(List.of())).noneMatch(Growth::flat);
    assertThat(Growth.in(samples(6, _ -> 200))).noneMatch(Growth::flat);
    assertThat(Growth.in(samples(SAMPLES, _ -> Double.NaN)).getFirst().flat()).isFalse();
  }

  @Test
  void readsAndJudgesEveryPartOfTheMetrics() {
    String metrics =
        """
        process_resident_memory_bytes 2.097152E8
        process_open_fds 321
        jvm_memory_used_bytes{area="heap"} 1.048576E7
        jvm_memory_used_bytes{area="direct"} 3145728
        letterlock_inbox_waiting_messages 17
        """;

    assertThat(Footprint.parse(2.5, metrics)).isEqualTo(new Footprint(2.5, 200, 10, 3, 321, 17));
    assertThat(Growth.in(samples(SAMPLES, _ -> 1)).stream().map(Growth::of))
        .containsExactly("rss", "heap", "direct", "files", "waiting");
  }

  private static Growth rss(IntToDoubleFunction value) {
    return Growth.in(samples(SAMPLES, value)).getFirst();
  }

  private static List<Footprint> samples(int count, IntToDoubleFunction rss) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Footprint(i, rss.applyAsDouble(i), 1, 1, 1, 1))
        .toList();
  }
}
