package dev.letterlock.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SodiumLibraryTest {

  @Test
  void leavesNoFileBehindOnceLoaded(@TempDir Path directory) {
    SodiumLibrary library = SodiumLibrary.load(directory);

    assertThat(library.version()).isEqualTo("1.0.20");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void namesTheDirectoryThatCannotBeWritten(@TempDir Path directory) {
    Path missing = directory.resolve("missing");

    assertThatThrownBy(() -> SodiumLibrary.load(missing))
        .isInstanceOf(SodiumException.class)
        .hasMessage("directory: " + missing + " (expected: writable)");
  }

  @Test
  void namesASymbolThatIsNotThere() {
    assertThatThrownBy(() -> Sodium.load().symbol("crypto_no_such_thing"))
        .isInstanceOf(SodiumException.class)
        .hasMessage("symbol: crypto_no_such_thing (expected: in libsodium)");
  }

  @Test
  void loadsOncePerProcess() {
    assertThat(Sodium.load()).isSameAs(Sodium.load());
  }
}
