package dev.letterlock.client.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.letterlock.crypto.primitive.Octets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;

/**
 * What lies in the place of a witness: whatever the bytes, it tells a generation of the vault that
 * it names and of no other, and the next generation is remembered. {@code JAZZER_FUZZ=1 mvn test
 * -pl client -am -Dtest=FileWitnessFuzzTest} looks for more.
 */
class FileWitnessFuzzTest {

  private static final Octets VAULT = id("this is my vault");
  private static final Octets ANOTHER = id("that is no vault");
  private static final int SIZE = 24;

  @TempDir static Path folder;

  @FuzzTest
  void remembered(byte[] stored) throws IOException {
    Path file = folder.resolve("witness");
    Files.write(file, stored);

    assertThat(new FileWitness(file).remembered(VAULT)).isEqualTo(told(stored));

    FileWitness witness = new FileWitness(file);
    witness.remembered(VAULT);
    witness.remember(VAULT, 7);
    assertThat(new FileWitness(file).remembered(VAULT)).isEqualTo(7);
    assertThat(new FileWitness(file).remembered(ANOTHER)).isZero();
  }

  private static long told(byte[] stored) {
    boolean whole = stored.length == SIZE;
    boolean ours = whole && Octets.of(Arrays.copyOf(stored, VAULT.size())).equals(VAULT);
    return ours ? ByteBuffer.wrap(stored).getLong(VAULT.size()) : 0;
  }

  private static Octets id(String text) {
    return Octets.of(text.getBytes(StandardCharsets.US_ASCII));
  }
}
