package dev.letterlock.crypto.e2ee.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.Sodium;

/**
 * The parsers of a vault's file and of a recovery file. A normal run replays the corpus beside this
 * class; {@code JAZZER_FUZZ=1 mvn test -pl crypto/e2ee -am -Dtest=VaultParsersFuzzTest#frameBody}
 * looks for more.
 */
class VaultParsersFuzzTest {

  private static final FrameSeal SEAL =
      VaultLock.make(
              VaultTools.of(new E1(Sodium.load())), new byte[] {1}, new PasswordCost(8192, 1))
          .newFile();

  @FuzzTest
  void head(byte[] bytes) {
    try {
      assertThat(VaultHead.parse(bytes).encode()).isEqualTo(bytes);
    } catch (VaultException e) {
      assertThat(e).hasMessageContaining("(expected: ");
    }
  }

  @FuzzTest
  void frameBody(byte[] bytes) {
    try (FrameBody body = FrameBody.parse(bytes)) {
      body.changes().stream()
          .filter(change -> !change.removes())
          .forEach(change -> assertThat(body.value(change).size()).isEqualTo(change.length()));
    } catch (VaultException e) {
      assertThat(e).hasMessageContaining("(expected: ");
    }
  }

  @FuzzTest
  void recoveryFile(byte[] bytes) {
    try {
      assertThat(RecoveryFile.parse(bytes).encode()).isEqualTo(bytes);
    } catch (RecoveryRejectedException e) {
      assertThat(e).hasMessageContaining("(expected: ");
    }
  }

  /** Nobody without the key makes a frame. */
  @FuzzTest
  void frame(byte[] bytes) {
    try (FrameBody body = SEAL.open(0, bytes)) {
      throw new AssertionError("opened: generation " + body.generation());
    } catch (VaultException e) {
      assertThat(e.fault()).isEqualTo(VaultFault.DAMAGED);
    }
  }
}
