package dev.letterlock.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {

  private final TrustedProxies proxies =
      new TrustedProxies(address -> address.getHostAddress().startsWith("10."));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one hop | X-Forwarded-For | 203.0.113.7 | 203.0.113.7",
        "forged by the client | X-Forwarded-For | 198.51.100.1, 203.0.113.7 | 203.0.113.7",
        "two proxies | X-Forwarded-For | 203.0.113.7, 10.0.0.2 | 203.0.113.7",
        "with a port | X-Forwarded-For | 203.0.113.7:4711 | 203.0.113.7",
        "IPv6 | X-Forwarded-For | 2001:db8::7 | 2001:db8::7",
        "IPv6 with a port | X-Forwarded-For | [2001:db8::7]:4711 | 2001:db8::7",
        "no address | X-Forwarded-For | unknown | 10.0.0.1",
        "nonsense before the last | X-Forwarded-For | x, 10.0.0.2 | 10.0.0.2",
        "Forwarded | Forwarded | for=203.0.113.7;proto=https | 203.0.113.7",
        "Forwarded, IPv6 | Forwarded | For=\"[2001:db8::7]:4711\" | 2001:db8::7",
        "Forwarded, hops | Forwarded | for=198.51.100.1, by=x; for=203.0.113.7 | 203.0.113.7"
      })
  void believesATrustedProxy(String name, String field, String value, String expected) {
    HttpHeaders headers = new DefaultHttpHeaders().set(field, value);
    assertThat(proxies.client(address("10.0.0.1"), headers)).as(name).isEqualTo(address(expected));
  }

  @Test
  void believesNobodyElse() {
    HttpHeaders headers = new DefaultHttpHeaders().set("X-Forwarded-For", "203.0.113.7");
    InetAddress peer = address("192.0.2.1");
    assertThat(proxies.client(peer, headers)).isEqualTo(peer);
  }

  private static InetAddress address(String text) {
    return Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(text));
  }
}
