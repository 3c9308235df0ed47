package dev.letterlock.crypto.e2ee.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.letterlock.crypto.KemKeyPair;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlKem768Test {

  private final MlKem768 kem = new MlKem768();
  private final KemKeyPair pair = KemKeyPair.generate();
  private final MlKem768.Encapsulation made = kem.encapsulate(pair.publicKey(), new SecureRandom());

  @Test
  void leadsTheOwnerToTheSecret() {
    SecretBytes found = kem.decapsulate(pair.pkcs8(), made.ciphertext().toByteArray());

    assertThat(found.matches(made.secret())).isTrue();
    assertThat(found.size()).isEqualTo(MlKem768.SECRET_SIZE);
  }

  @Test
  void leadsElsewhereFromAChangedCiphertext() {
    byte[] changed = made.ciphertext().toByteArray();
    changed[500] ^= 1;

    assertThat(kem.decapsulate(pair.pkcs8(), changed).matches(made.secret())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1087, 1089})
  void refusesACiphertextOfAnotherLength(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kem.decapsulate(pair.pkcs8(), new byte[length]));
  }
}
