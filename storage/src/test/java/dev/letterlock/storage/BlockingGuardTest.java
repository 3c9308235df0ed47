package dev.letterlock.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class BlockingGuardTest {
  @Test
  void refusesAnEventLoop() throws Exception {
    FutureTask<String> check = new FutureTask<>(BlockingGuardTest::check);
    new FastThreadLocalThread(check, "loop-1").start();
    assertThat(check.get()).contains("loop-1").contains("expected");
  }

  @Test
  void letsVirtualThreadsPass() throws Exception {
    FutureTask<String> check = new FutureTask<>(BlockingGuardTest::check);
    Thread.ofVirtual().start(check);
    assertThat(check.get()).isEqualTo("passed");
    assertThatCode(BlockingGuard::check).doesNotThrowAnyException();
  }

  private static String check() {
    try {
      BlockingGuard.check();
      return "passed";
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
