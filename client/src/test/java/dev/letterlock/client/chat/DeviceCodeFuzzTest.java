package dev.letterlock.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.letterlock.client.messenger.MessengerException;
import java.nio.charset.StandardCharsets;

/**
 * What a person types or pastes as the code of a device: whatever it is, it is read as bytes whose
 * own code says the same, or refused in words. {@code JAZZER_FUZZ=1 mvn test -pl client -am
 * -Dtest=DeviceCodeFuzzTest} looks for more.
 */
class DeviceCodeFuzzTest {

  @FuzzTest
  void bytes(byte[] typed) {
    try {
      byte[] read = DeviceCode.bytes(new String(typed, StandardCharsets.UTF_8));
      String code = DeviceCode.of(read);
      assertThat(DeviceCode.bytes(code)).isEqualTo(read);
      assertThat(DeviceCode.bytes(String.join("\n ", code.split("")))).isEqualTo(read);
    } catch (MessengerException e) {
      assertThat(e).hasMessageStartingWith("That is not the code of a device: copy the whole line");
    }
  }
}
