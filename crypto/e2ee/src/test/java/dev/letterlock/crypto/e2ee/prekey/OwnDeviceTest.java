package dev.letterlock.crypto.e2ee.prekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.state.StateFault;
import dev.letterlock.crypto.e2ee.state.StateRejectedException;
import dev.letterlock.crypto.primitive.Sodium;
import org.junit.jupiter.api.Test;

class OwnDeviceTest {

  private final E1 e1 = new E1(Sodium.load());
  private final OwnDevice device = VectorDevices.receiver(e1);

  @Test
  void survivesItsEncoding() {
    byte[] encoded = device.encode();

    OwnDevice decoded = OwnDevice.decode(e1, encoded);

    assertThat(encoded).hasSize(227);
    assertThat(decoded.cert()).isEqualTo(device.cert());
    assertThat(decoded.certHash()).isEqualTo(device.certHash());
    assertThat(decoded.encode()).isEqualTo(encoded);
  }

  @Test
  void refusesTheKeysOfAnotherDevice() {
    OwnDevice other = VectorDevices.sender(e1);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> OwnDevice.of(e1, device.cert(), other.signingKey(), device.agreementKey()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> OwnDevice.of(e1, device.cert(), device.signingKey(), other.agreementKey()));
  }

  @Test
  void refusesStoredKeysThatDoNotBelongTogether() {
    byte[] encoded = device.encode();
    encoded[encoded.length - 1] ^= 1;

    assertThatExceptionOfType(StateRejectedException.class)
        .isThrownBy(() -> OwnDevice.decode(e1, encoded))
        .matches(e -> e.fault() == StateFault.BAD_VALUE);
  }

  @Test
  void showsNoKey() {
    assertThat(device.toString()).startsWith("OwnDevice[DeviceAddress[").hasSizeLessThan(120);
  }
}
