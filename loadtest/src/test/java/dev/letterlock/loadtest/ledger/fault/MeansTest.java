package dev.letterlock.loadtest.ledger.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeansTest {

  @Test
  void saysWhatIsMissingAndHowToGetIt() {
    Means none = new Means(false, false);

    assertThat(none.missingFor(FaultKind.FULL)).contains("prlimit", "apt-get install");
    assertThat(Stream.of(FaultKind.values()).filter(kind -> none.missingFor(kind) != null))
        .containsExactly(FaultKind.FULL);
    assertThat(none.missingForNodes()).contains("redis-server", "apt-get install");
  }

  @Test
  void missesNothingWhereAllIsThere() {
    Means all = new Means(true, true);

    assertThat(FaultKind.values()).allMatch(kind -> all.missingFor(kind) == null);
    assertThat(all.missingForNodes()).isNull();
  }
}
