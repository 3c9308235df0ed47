package dev.letterlock.crypto.e2ee.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.util.Arrays;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StateReaderTest {

  @Test
  void readsWhatWasWritten() {
    byte[] large = new byte[3000];
    large[2999] = 7;
    StateReader in = reader(written(large));

    in.version(1);
    assertThat(in.u16()).isEqualTo(65535);
    assertThat(in.u32()).isEqualTo(-2);
    assertThat(in.u64()).isEqualTo(-3);
    assertThat(in.flag()).isTrue();
    assertThat(in.uuid()).isEqualTo(new UUID(4, 5));
    assertThat(in.block(3000)).isEqualTo(large);
    assertThat(in.secret().revealCopy()).isEqualTo(filled(9));
    in.end();
  }

  @Test
  void refusesEveryTruncation() {
    byte[] whole = written(new byte[3]);
    for (int length = 0; length < whole.length; length++) {
      StateReader in = reader(Arrays.copyOf(whole, length));
      assertRefused(
          StateFault.BAD_LENGTH,
          () -> {
            in.version(1).u16();
            in.u32();
            in.u64();
            in.flag();
            in.uuid();
            in.block(3000);
            in.secret();
          });
    }
  }

  @Test
  void checksLengthsBeforeItAllocates() {
    byte[] huge = {0x7f, -1, -1, -1};
    byte[] negative = {-1, -1, -1, -1};

    assertRefused(StateFault.BAD_LENGTH, () -> reader(huge).block(100));
    assertRefused(StateFault.BAD_LENGTH, () -> reader(negative).block(100));
    assertRefused(StateFault.BAD_LENGTH, () -> reader(new byte[] {3}).count8(2));
    assertRefused(StateFault.BAD_LENGTH, () -> reader(new byte[] {1, 0}).count16(255));
  }

  @Test
  void refusesWhatNoStateCanHold() {
    assertRefused(StateFault.BAD_VERSION, () -> reader(new byte[] {2}).version(1));
    assertRefused(StateFault.BAD_VALUE, () -> reader(new byte[] {2}).flag());
    assertRefused(StateFault.BAD_LENGTH, () -> reader(new byte[1]).end());
    byte[] top = new byte[X25519PublicKey.SIZE];
    Arrays.fill(top, (byte) 0xff);
    assertRefused(StateFault.BAD_VALUE, () -> reader(top).agreementKey());
  }

  private static byte[] written(byte[] block) {
    try (StateWriter out = new StateWriter();
        SecretBytes secret = SecretBytes.copyOf(filled(9))) {
      return out.u8(1)
          .u16(65535)
          .u32(-2)
          .u64(-3)
          .flag(true)
          .uuid(new UUID(4, 5))
          .block(block)
          .secret(secret)
          .toByteArray();
    }
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static StateReader reader(byte[] bytes) {
    return new StateReader("test", bytes);
  }

  private static void assertRefused(StateFault fault, ThrowingCallable call) {
    assertThatExceptionOfType(StateRejectedException.class)
        .isThrownBy(call)
        .matches(e -> e.fault() == fault, fault.name());
  }
}
