package dev.letterlock.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.transport.Closure;
import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.CloseCode.Reconnect;
import org.junit.jupiter.api.Test;

class ReconnectAdviceTest {

  @Test
  void followsTheTableOfCloseCodes() {
    for (CloseCode code : CloseCode.values()) {
      assertThat(ReconnectAdvice.of(new Closure.ByServer(code.code(), code.reason())))
          .isEqualTo(code.reconnect());
    }
  }

  @Test
  void comesBackWhenNobodySaidNotTo() {
    assertThat(ReconnectAdvice.of(new Closure.Lost(null))).isEqualTo(Reconnect.BACK_OFF);
    assertThat(ReconnectAdvice.of(new Closure.ByServer(4999, ""))).isEqualTo(Reconnect.BACK_OFF);
    assertThat(ReconnectAdvice.of(new Closure.Refused(503, ""))).isEqualTo(Reconnect.BACK_OFF);
    assertThat(ReconnectAdvice.of(new Closure.Refused(401, ""))).isEqualTo(Reconnect.NEW_TOKEN);
    assertThat(ReconnectAdvice.of(new Closure.Refused(404, ""))).isEqualTo(Reconnect.NEVER);
    assertThat(ReconnectAdvice.of(new Closure.ByClient(1002))).isEqualTo(Reconnect.NEVER);
  }
}
