package dev.letterlock.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TransportKindTest {

  @Test
  void takesTheFirstThatWorks() throws EdgeFault {
    TransportKind first =
        Stream.of(TransportKind.values()).filter(TransportKind::works).findFirst().orElseThrow();
    assertThat(TransportKind.choose("auto")).isEqualTo(first);
  }

  @Test
  void takesTheOneThatIsAskedFor() throws EdgeFault {
    assertThat(TransportKind.choose("nio")).isEqualTo(TransportKind.NIO);
  }

  @Test
  void refusesANameThatIsNone() {
    assertThatThrownBy(() -> TransportKind.choose("carrier-pigeon"))
        .isInstanceOf(EdgeFault.class)
        .hasMessage("transport: carrier-pigeon (expected: auto, io_uring, epoll or nio)");
  }
}
