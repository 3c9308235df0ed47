package dev.letterlock.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerUrlTest {

  @Test
  void readsSchemeHostAndPort() {
    assertThat(ServerUrl.parse("http://127.0.0.1:8080/"))
        .isEqualTo(new ServerUrl(false, "127.0.0.1", 8080));
    assertThat(ServerUrl.parse("https://chat.example"))
        .isEqualTo(new ServerUrl(true, "chat.example", 443));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:8080",
        "ws://a:1",
        "http://a:1/path",
        "http:///x",
        "http://a:0",
        "http://a:65536",
        "http://me:secret@a:1",
        "http://a:1?x",
        "http://a:1#x"
      })
  void refusesOtherTexts(String text) {
    assertThatThrownBy(() -> ServerUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: http");
  }
}
