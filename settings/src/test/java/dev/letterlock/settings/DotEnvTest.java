package dev.letterlock.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DotEnvTest {
  @TempDir private Path folder;

  @Test
  void findsNothingWhereThereIsNone() {
    assertThat(DotEnv.in(folder)).isEqualTo(new DotEnv(Map.of(), List.of()));
  }

  @Test
  void readsWhatEveryLineSets() throws Exception {
    DotEnv read =
        read(
            """
            # a comment

            PORT=4711   # another
            DATA_DIR="/srv/a b"
            EMPTY=
            APOSTROPHE=it's
            LONG="first
            second"
            LAST='x
            """);

    assertThat(read.faults()).isEmpty();
    assertThat(read.values())
        .containsEntry("PORT", "4711")
        .containsEntry("DATA_DIR", "/srv/a b")
        .containsEntry("EMPTY", "")
        .containsEntry("APOSTROPHE", "it's")
        .containsEntry("LONG", "first\nsecond")
        .containsEntry("LAST", "'x");
  }

  @Test
  void namesEveryBadLineWithoutQuotingIt() throws Exception {
    DotEnv read =
        read(
            """
            this is no assignment hunter2
            PORT=4711
            export BIND=hunter2
            DURABILITY=sync
            """);

    String file = folder.resolve(".env").toString();
    assertThat(read.faults())
        .extracting(ConfigFault::origin)
        .containsExactly(file + " line 1", file + " line 3");
    assertThat(read.faults().get(1).toString()).contains("export").contains("Take the word");
    assertThat(read.toString()).doesNotContain("hunter2");
    assertThat(read.values()).containsEntry("PORT", "4711").containsEntry("DURABILITY", "sync");
  }

  @Test
  void namesTheLineWhoseQuoteIsNeverClosed() throws Exception {
    DotEnv read = read("PORT=4711\nBIND=\"127.0.0.1\nDURABILITY=sync\n");

    assertThat(read.faults()).singleElement().asString().contains("line 2", "never closed");
  }

  @Test
  void namesTheLineThatGoesOnBehindAQuote() throws Exception {
    DotEnv read = read("BIND=\"127.0.0.1\" or so\nPORT=4711\n");

    assertThat(read.faults()).singleElement().asString().contains("line 1");
  }

  @Test
  void saysThatItCannotBeRead() throws Exception {
    Files.createDirectory(folder.resolve(".env"));

    assertThat(DotEnv.in(folder).faults()).singleElement().asString().contains("cannot be read");
  }

  private DotEnv read(String text) throws Exception {
    Files.writeString(folder.resolve(".env"), text);
    return DotEnv.in(folder);
  }
}
