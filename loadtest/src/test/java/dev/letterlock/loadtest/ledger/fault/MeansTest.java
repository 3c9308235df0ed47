package dev.letterlock.loadtest.ledger.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeansTest {

  @Test
  void saysWhatIsMissingAndHowToGetIt() {
    Means none = new Means(false, false, "a network", null);

    assertThat(none.missingFor(FaultKind.FULL)).contains("prlimit", "apt-get install");
    assertThat(none.missingFor(FaultKind.CLOCK)).contains("libfaketime", "apt-get install");
    assertThat(none.missingFor(FaultKind.LOSS)).isEqualTo("a network");
    assertThat(Stream.of(FaultKind.values()).filter(kind -> none.missingFor(kind) != null))
        .containsExactly(
            FaultKind.CLOCK,
            FaultKind.FULL,
            FaultKind.ISOLATE,
            FaultKind.PARTITION,
            FaultKind.LOSS,
            FaultKind.NARROW,
            FaultKind.DATABASE_FULL);
    assertThat(none.missingForNodes()).contains("redis-server", "apt-get install");
  }

  @Test
  void missesNothingWhereAllIsThere() {
    Means all = new Means(true, true, null, Path.of("libfaketime"));

    assertThat(FaultKind.values()).allMatch(kind -> all.missingFor(kind) == null);
    assertThat(all.missingForNodes()).isNull();
  }
}
