package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody loses the only device, and types into {@code letterlock chat} on another. */
class RecoveryChatIT {
  @TempDir Path folder;
  private Path file;
  private String passphrase;

  @BeforeEach
  void choose() throws Exception {
    file = folder.resolve("alice.recovery");
    Path secret = Files.writeString(folder.resolve("slip"), "written on a slip\n");
    passphrase = "--recovery-passphrase-file=" + secret;
  }

  @Test
  void makesADeviceThatHoldsTheKey() throws Exception {
    try (RunningServer server = new RunningServer(folder.resolve("data"))) {
      try (ChatProcess phone =
          new ChatProcess(folder, server.url(), "alice", "phone", "1", passphrase)) {
        phone.sees("-- connected");
        phone.type("/recovery " + file);
        phone.sees("-- Written to " + file);
        phone.type("/recovery " + file);
        phone.sees("! There is a file " + file + " already: give another name.");
      }
      try (ChatProcess tablet = tablet(server)) {
        tablet.sees("-- This device is on the signed list of your account now, and holds its key.");
        tablet.sees("if somebody may have it, /renew makes another one");
        tablet.sees("-- connected");
        tablet.type("/remove 1");
        tablet.sees("-- Device 1 is removed");
        tablet.type("/renew");
        tablet.sees("makes recovery files of before good for nothing");
        tablet.type("/renew yes");
        tablet.sees("The recovery file that was written or used here is of no use now");
        tablet.type("/recovery " + folder.resolve("newer.recovery"));
        tablet.sees("-- Written to ");
        assertThat(tablet.quit()).isZero();
      }
    }
  }

  @Test
  void saysWhatIsWrongWithAFile() throws Exception {
    Files.writeString(file, "dear bob");
    try (RunningServer server = new RunningServer(folder.resolve("data"));
        ChatProcess alice = new ChatProcess(folder, server.url(), "alice", "alice", "1")) {
      alice.sees("-- connected");
      alice.type("/recovery " + folder.resolve("new.recovery"));
      alice.sees("! There is no terminal to ask on");
      try (ChatProcess tablet = tablet(server)) {
        tablet.sees("chat: That is not a recovery file of Letterlock.");
        tablet.awaitEnd();
      }
      assertThat(folder.resolve("tablet")).doesNotExist();
      assertThat(folder.resolve("new.recovery")).doesNotExist();
    }
  }

  private ChatProcess tablet(RunningServer server) throws Exception {
    return new ChatProcess(
        folder, server.url(), "alice", "tablet", "1", "--recovery-file=" + file, passphrase);
  }
}
