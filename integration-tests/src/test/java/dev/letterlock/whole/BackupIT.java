package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.frame.client.KeyCount;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.KeysLow;
import dev.letterlock.protocol.frame.server.PreKeyBundles;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.server.cli.CommandLineRun;
import dev.letterlock.server.net.EdgeFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A copy of a server that serves, and a server on the copy (docs/OPERATIONS.md, Backup). */
class BackupIT extends WireCase {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int STORAGE = 74;

  private Path backup;

  @BeforeEach
  void giveBobPreKeys() {
    backup = folder.resolve("backup");
    bob = server.userWithPreKeys(3);
  }

  @Test
  void bringsBackWhatWaitedAndSaysThatTheRestIsUnknown() throws Exception {
    WireClient sender = open(alice, Cursor.ZERO);
    accepted(sender, 1, 1);
    accepted(sender, 2, 2);
    Cursor first = oneDeliveredTo(bob);

    CommandLineRun made = backUp();
    accepted(sender, 3, 3);
    restoreAfterLosingAll();

    assertThat(made.exitCode()).as(made.err()).isEqualTo(OK);
    assertThat(made.err().lines()).containsExactly("inbox…", "accounts…", "checksums…");
    WireClient reader = open(bob, first);
    assertThat(Messages.numberOf(reader.next(Deliver.class).envelope())).isEqualTo(2);
    Gap gap = reader.next(Gap.class);
    assertThat(gap.reason()).isEqualTo(Gap.Reason.NEW_EPOCH);
    assertThat(gap.to().epoch()).isGreaterThan(1_000_000_000L);
    WireClient again = open(alice, Cursor.ZERO);
    accepted(again, 1, 3);
    assertThat(Messages.numberOf(reader.next(Deliver.class).envelope())).isEqualTo(3);
  }

  @Test
  void handsNoPreKeyOutTwice() throws Exception {
    backUp();
    WireClient claimer = open(alice, Cursor.ZERO);
    assertThat(claim(claimer).bundles().getFirst().hasOneTimePreKey()).isTrue();

    restoreAfterLosingAll();

    assertThat(claim(open(alice, Cursor.ZERO)).bundles().getFirst().hasOneTimePreKey()).isFalse();
    WireClient owner = open(bob, Cursor.ZERO);
    owner.send(new KeyCount());
    assertThat(owner.next(KeysLow.class).oneTime()).isZero();
  }

  @Test
  void settlesRestoredAccountsOnce() throws Exception {
    backUp();
    restoreAfterLosingAll();
    Path data = folder.resolve("restored");
    LoadUser carol = server.userWithPreKeys(3);
    server.close();

    server = new RunningServer(data);

    WireClient owner = open(carol, Cursor.ZERO);
    owner.send(new KeyCount());
    assertThat(owner.next(KeysLow.class).oneTime()).isEqualTo(3);
    assertThat(data.resolve("restored")).doesNotExist();
  }

  @Test
  void keepsOthersFromReadingIt() throws Exception {
    backUp();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(backup.resolve("admin-token"))))
        .isEqualTo("rw-------");
  }

  @Test
  void overwritesNothing() throws Exception {
    backUp();

    CommandLineRun again = backUp();
    CommandLineRun restored = restore(folder.resolve("data"));

    assertThat(again.exitCode()).isEqualTo(FAILED);
    assertThat(again.err()).contains("out_of_range", backup.toString());
    assertThat(restored.exitCode()).isEqualTo(STORAGE);
    assertThat(restored.err()).contains("is not empty", "--data-dir");
  }

  @Test
  void takesNoDamagedBackupAndLeavesNothing() throws Exception {
    backUp();
    Path archive = backup.resolve("accounts.mv.zip");
    byte[] bytes = Files.readAllBytes(archive);
    bytes[bytes.length / 2] ^= 1;
    Files.write(archive, bytes);

    CommandLineRun damaged = restore(folder.resolve("restored"));
    Files.delete(backup.resolve("SHA256SUMS"));
    CommandLineRun cutShort = restore(folder.resolve("restored"));

    assertThat(damaged.exitCode()).isEqualTo(STORAGE);
    assertThat(damaged.err()).contains(archive + " is missing or damaged");
    assertThat(cutShort.exitCode()).isEqualTo(STORAGE);
    assertThat(cutShort.err()).contains("is no whole backup");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("backup", "data");
    }
  }

  private CommandLineRun backUp() {
    return CommandLineRun.of(
        folder,
        "",
        "backup",
        backup.toString(),
        "--data-dir",
        folder.resolve("data").toString(),
        "--management-port",
        Integer.toString(server.managementUrl().port()));
  }

  private CommandLineRun restore(Path data) {
    return CommandLineRun.of(
        folder, "", "restore", backup.toString(), "--data-dir", data.toString());
  }

  private void restoreAfterLosingAll() throws EdgeFault {
    endClients();
    server.close();
    CommandLineRun restored = restore(folder.resolve("restored"));
    assertThat(restored.exitCode()).as(restored.err()).isEqualTo(OK);
    server = new RunningServer(folder.resolve("restored"));
  }

  private Cursor oneDeliveredTo(LoadUser user) throws InterruptedException, IOException {
    WireClient reader = open(user, Cursor.ZERO);
    Cursor first = reader.next(Deliver.class).cursor();
    reader.send(new Ack(first, 0));
    reader.close();
    return first;
  }

  private void accepted(WireClient sender, int ref, int number) throws InterruptedException {
    sender.send(Messages.numbered(alice, bob, number).withRef(ref));
    sender.next(Accepted.class);
  }

  private PreKeyBundles claim(WireClient claimer) throws InterruptedException {
    claimer.send(new ClaimPreKeys(RequestId.of(UUID.randomUUID()), bob.id(), List.of()));
    return claimer.next(PreKeyBundles.class);
  }
}
