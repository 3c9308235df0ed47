package dev.letterlock.client.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is there whole, or there is nothing. */
class NewFileTest {

  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir Path folder;

  @Test
  void isTheOwnersAlone() throws IOException {
    Path file = folder.resolve("new");

    NewFile.write(file, CONTENT);

    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder.toFile().list()).containsExactly("new");
  }

  @Test
  void leavesWhatIsThere() throws IOException {
    Path file = Files.writeString(folder.resolve("old"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));

    assertThatThrownBy(() -> NewFile.write(file, CONTENT))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> NewFile.write(link, CONTENT))
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("old", "link");
  }

  @Test
  void leavesNothingWhereItsNameIsNotOnDisk() {
    assertThatThrownBy(() -> NewFile.write(folder.resolve("new"), CONTENT, _ -> fail()))
        .isInstanceOf(IOException.class)
        .hasMessage("no room");

    assertThat(folder).isEmptyDirectory();
  }

  /** The name is longer than a file system takes. */
  @Test
  void leavesNothingWhereItCannotBeWritten() {
    assertThatThrownBy(() -> NewFile.write(folder.resolve("n".repeat(300)), CONTENT))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> NewFile.write(folder.resolve("missing").resolve("new"), CONTENT))
        .isInstanceOf(NoSuchFileException.class);

    assertThat(folder).isEmptyDirectory();
  }

  private static void fail() throws IOException {
    throw new IOException("no room");
  }
}
