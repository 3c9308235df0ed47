package dev.letterlock.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import org.junit.jupiter.api.Test;

class TransportKindTest {

  @Test
  void takesTheFirstThatWorks() throws EdgeFault {
    TransportKind first =
        IoUring.isAvailable()
            ? TransportKind.IO_URING
            : Epoll.isAvailable() ? TransportKind.EPOLL : TransportKind.NIO;
    assertThat(TransportKind.choose("auto")).isEqualTo(first);
  }

  /** Also where the first of them works. */
  @Test
  void prefersIoUringToEpollToNio() {
    assertThat(TransportKind.values())
        .containsExactly(TransportKind.IO_URING, TransportKind.EPOLL, TransportKind.NIO);
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
