package dev.letterlock.crypto.e2ee.primitive;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.e2ee.primitive.SecretStream.Chunk;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SecretStreamTest {

  private static final Sodium SODIUM = Sodium.load();
  private static final int TEXT = 100;

  private final SecretStream streams = new SecretStream(SODIUM);
  private final SecretBytes key = SODIUM.randomSecret(SecretStream.KEY_SIZE);
  private final byte[] header = SODIUM.randomBytes(SecretStream.HEADER_SIZE);
  private final byte[] text = SODIUM.randomBytes(TEXT);

  @Test
  void opensWhatItSealed() {
    byte[] first = new byte[TEXT + SecretStream.OVERHEAD];
    byte[] second = first.clone();
    try (SecretStream.Run run = streams.begin(key, header)) {
      run.seal(MemorySegment.ofArray(text), MemorySegment.ofArray(first), false);
      run.seal(MemorySegment.ofArray(text), MemorySegment.ofArray(second), true);
    }

    byte[] opened = new byte[TEXT];
    try (SecretStream.Run run = streams.begin(key, header)) {
      assertThat(open(run, first, opened)).isEqualTo(Chunk.MORE);
      assertThat(opened).isEqualTo(text);
      Arrays.fill(opened, (byte) 0);
      assertThat(open(run, second, opened)).isEqualTo(Chunk.LAST);
      assertThat(opened).isEqualTo(text);
    }
    try (SecretStream.Run run = streams.begin(key, header)) {
      assertThat(open(run, second, opened)).isEqualTo(Chunk.REFUSED);
    }
  }

  /** What libsodium's own init_push begins, {@code init_pull} of its header opens. */
  @Test
  void opensWhatInitPushBegan() throws Throwable {
    byte[] drawn = new byte[SecretStream.HEADER_SIZE];
    byte[] sealed = new byte[TEXT + SecretStream.OVERHEAD];
    pushByLibrary(drawn, sealed, (byte) 3);

    byte[] opened = new byte[TEXT];
    try (SecretStream.Run run = streams.begin(key, drawn)) {
      assertThat(open(run, sealed, opened)).isEqualTo(Chunk.LAST);
    }
    assertThat(opened).isEqualTo(text);
  }

  @Test
  void tellsAMarkThatIsNotUsed() throws Throwable {
    byte[] drawn = new byte[SecretStream.HEADER_SIZE];
    byte[] sealed = new byte[TEXT + SecretStream.OVERHEAD];
    pushByLibrary(drawn, sealed, (byte) 2);

    try (SecretStream.Run run = streams.begin(key, drawn)) {
      assertThat(open(run, sealed, new byte[TEXT])).isEqualTo(Chunk.OTHER);
    }
  }

  private void pushByLibrary(byte[] drawn, byte[] sealed, byte mark) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(52);
      MemorySegment head = arena.allocate(drawn.length);
      MemorySegment secret = arena.allocate(key.size()).copyFrom(key.revealView());
      MemorySegment plaintext = arena.allocate(TEXT).copyFrom(MemorySegment.ofArray(text));
      MemorySegment out = arena.allocate(sealed.length);
      assertThat(
              (int)
                  function("init_push", ADDRESS, ADDRESS, ADDRESS).invokeExact(state, head, secret))
          .isZero();
      assertThat(
              (int)
                  function(
                          "push", ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG,
                          JAVA_BYTE)
                      .invokeExact(
                          state,
                          out,
                          MemorySegment.NULL,
                          plaintext,
                          (long) TEXT,
                          MemorySegment.NULL,
                          0L,
                          mark))
          .isZero();
      MemorySegment.ofArray(drawn).copyFrom(head);
      MemorySegment.ofArray(sealed).copyFrom(out);
    }
  }

  private static MethodHandle function(String name, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(
            SODIUM.symbol("crypto_secretstream_xchacha20poly1305_" + name),
            FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static Chunk open(SecretStream.Run run, byte[] sealed, byte[] opened) {
    return run.open(MemorySegment.ofArray(sealed), MemorySegment.ofArray(opened));
  }
}
