package dev.letterlock.client.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Restored;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.e2ee.store.VaultChanges;
import dev.letterlock.crypto.e2ee.store.VaultException;
import dev.letterlock.crypto.e2ee.store.VaultFault;
import dev.letterlock.crypto.e2ee.store.VaultTools;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.testing.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileVaultTest extends VaultContract {

  private static final PasswordCost CHEAP = new PasswordCost(8192, 1);
  private static final byte[] PASSPHRASE = bytes("correct horse");
  private static final VaultTools TOOLS = VaultTools.of(new E1(Sodium.load()));

  @TempDir private Path directory;
  private final SettableClock clock = new SettableClock();

  @Override
  Vault open() {
    return open(PASSPHRASE);
  }

  @Test
  void keepsEverythingOverARestart() {
    Random random = new Random(3);
    Map<RecordKey, String> model = new TreeMap<>();
    for (int run = 0; run < 5; run++) {
      try (Vault vault = open()) {
        assertHolds(vault, model);
        for (int i = 0; i < 30; i++) {
          commitRandomly(random, vault, model);
        }
      }
    }
    try (Vault vault = open()) {
      assertHolds(vault, model);
      assertThat(vault.generation()).isEqualTo(1 + 5 * 30);
    }
  }

  @Test
  void refusesAnotherPassphrase() {
    open().close();

    assertFault(VaultFault.WRONG_PASSPHRASE, () -> open(bytes("wrong horse")));
    open().close();
  }

  @Test
  void takesANewPassphrase() {
    try (FileVault vault = open(PASSPHRASE)) {
      put(vault, SESSION, "state");
      vault.changePassphrase(bytes("battery staple"), CHEAP);
      put(vault, MESSAGE, "after");
    }

    assertFault(VaultFault.WRONG_PASSPHRASE, this::open);
    try (Vault vault = open(bytes("battery staple"))) {
      assertThat(text(vault, SESSION)).isEqualTo("state");
      assertThat(text(vault, MESSAGE)).isEqualTo("after");
    }
  }

  @Test
  void takesANewPassphraseThoughItsNameIsNotDurableYet() {
    AtomicBoolean failing = new AtomicBoolean();
    try (FileVault vault = openOn(failing)) {
      put(vault, SESSION, "state");
      failing.set(true);
      assertFault(
          VaultFault.UNCERTAIN, () -> vault.changePassphrase(bytes("battery staple"), CHEAP));
      assertThat(text(vault, SESSION)).isEqualTo("state");
    }

    try (Vault vault = open(bytes("battery staple"))) {
      assertThat(text(vault, SESSION)).isEqualTo("state");
    }
  }

  @Test
  void writesNothingToAFileWhoseNameIsNotDurable() {
    AtomicBoolean failing = new AtomicBoolean();
    try (FileVault vault = openOn(failing)) {
      put(vault, SESSION, "state");
      failing.set(true);
      fillUntilWrittenAnew(vault);
      assertFault(VaultFault.NOT_WRITTEN, () -> put(vault, MESSAGE, "lost"));
      assertThat(vault.read(MESSAGE)).isEmpty();
      failing.set(false);
      put(vault, MESSAGE, "kept");
    }

    try (Vault vault = open()) {
      assertThat(text(vault, MESSAGE)).isEqualTo("kept");
    }
  }

  /** The transactions before stand, although the disk does not confirm the new name. */
  private void fillUntilWrittenAnew(FileVault vault) {
    byte[] value = new byte[50_000];
    long before = 0;
    while (before <= size()) {
      before = size();
      try (VaultChanges changes = new VaultChanges()) {
        vault.commit(changes.put(SESSION, value));
      }
    }
  }

  private long size() {
    try {
      return Files.size(path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A directory that cannot be synced is not to be had, so the call is what fails. */
  private FileVault openOn(AtomicBoolean failing) {
    DirectorySync sync =
        file -> {
          if (failing.get()) {
            throw new IOException("the directory is not synced");
          }
          Disk.syncDirectory(file);
        };
    return FileVault.open(new VaultName(path(), sync), PASSPHRASE, CHEAP, TOOLS, witness(), clock);
  }

  @Test
  void showsNothingOfWhatItHolds() throws IOException {
    try (Vault vault = open()) {
      put(vault, key(Shelf.MESSAGE, "the name of a record"), "the text of a message");
    }
    String file = new String(Files.readAllBytes(path()), StandardCharsets.ISO_8859_1);

    assertThat(file).doesNotContain("the name").doesNotContain("the text");
  }

  @Test
  void isReadableByItsOwnerOnly() throws IOException {
    open().close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-------");
  }

  @Test
  void saysThatAReadWasInterruptedAndLeavesTheFileAlone() throws IOException {
    byte[] before;
    try (Vault vault = open()) {
      put(vault, SESSION, "state");
      before = Files.readAllBytes(path());
      Thread.currentThread().interrupt();

      assertFault(VaultFault.INTERRUPTED, () -> vault.read(SESSION));
      assertThat(Thread.interrupted()).isTrue();
      assertFault(VaultFault.INTERRUPTED, () -> vault.read(SESSION));
    }

    assertThat(Files.readAllBytes(path())).isEqualTo(before);
    try (Vault vault = open()) {
      assertThat(text(vault, SESSION)).isEqualTo("state");
    }
  }

  @Test
  void saysThatNobodyKnowsWhatAnInterruptedWriteDid() {
    try (Vault vault = open()) {
      put(vault, SESSION, "state 1");
      Thread.currentThread().interrupt();

      assertFault(VaultFault.UNCERTAIN, () -> put(vault, SESSION, "state 2"));
      assertThat(Thread.interrupted()).isTrue();
      assertFault(VaultFault.NOT_WRITTEN, () -> put(vault, SESSION, "state 3"));
    }
    try (Vault vault = open()) {
      assertThat(text(vault, SESSION)).isIn("state 1", "state 2");
    }
  }

  @Test
  void saysThatOpeningWasInterrupted() throws IOException {
    open().close();
    byte[] before = Files.readAllBytes(path());
    Thread.currentThread().interrupt();

    assertFault(VaultFault.INTERRUPTED, this::open);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Files.readAllBytes(path())).isEqualTo(before);
    open().close();
  }

  /** What another process saw of it may not have been on disk. */
  @Test
  void putsItsLastTransactionOnDiskWhenItIsOpened() throws IOException {
    try (Vault vault = open()) {
      put(vault, SESSION, "state");
    }
    byte[] before = Files.readAllBytes(path());
    FileTime past = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(path(), past);

    open().close();

    assertThat(Files.getLastModifiedTime(path())).isGreaterThan(past);
    assertThat(Files.readAllBytes(path())).isEqualTo(before);
  }

  @Test
  void keepsASecondProgramOut() {
    Vault first = open();

    assertFault(VaultFault.IN_USE, this::open);
    first.close();
    open().close();
  }

  @Test
  void doesNotGrowForEver() throws IOException {
    byte[] value = new byte[50_000];
    try (Vault vault = open()) {
      for (int i = 0; i < 200; i++) {
        try (VaultChanges changes = new VaultChanges()) {
          value[0] = (byte) i;
          vault.commit(changes.put(SESSION, value));
        }
      }
      put(vault, MESSAGE, "kept");
    }

    assertThat(Files.size(path())).isLessThan(2 << 20);
    try (Vault vault = open()) {
      assertThat(vault.read(SESSION).orElseThrow().revealCopy()).isEqualTo(value);
      assertThat(text(vault, MESSAGE)).isEqualTo("kept");
      assertThat(vault.generation()).isEqualTo(202);
    }
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("keys", "keys.lock", "witness");
    }
  }

  /** The old file key opens what was erased, so it goes; a day after it was made, not sooner. */
  @Test
  void isWrittenUnderAnotherKeyOnceADay() throws IOException {
    byte[] first = eraseSession();
    long full = Files.size(path());

    clock.pass(Duration.ofHours(23));
    try (Vault vault = open()) {
      put(vault, MESSAGE, "on the same day");
    }
    assertThat(head()).isEqualTo(first);

    clock.pass(Duration.ofHours(1));
    try (Vault vault = open()) {
      put(vault, MESSAGE, "on the next day");
    }
    byte[] second = head();
    assertThat(second).isNotEqualTo(first);
    assertThat(Files.size(path())).isLessThan(full);

    try (Vault vault = open()) {
      put(vault, MESSAGE, "later");
      assertThat(head()).isEqualTo(second);
      clock.pass(Duration.ofDays(-30));
      put(vault, MESSAGE, "after the clock went back");
      assertThat(head()).isNotEqualTo(second);
      assertThat(text(vault, MESSAGE)).isEqualTo("after the clock went back");
    }
  }

  private byte[] eraseSession() throws IOException {
    try (Vault vault = open();
        VaultChanges changes = new VaultChanges()) {
      put(vault, SESSION, "a secret of some length, used once and erased");
      vault.commit(changes.remove(SESSION));
    }
    return head();
  }

  private byte[] head() throws IOException {
    return VaultFile.readHead(path());
  }

  /** A crash may cut the last write at any byte; what was confirmed before it stays. */
  @Test
  void comesBackFromEveryTornWrite() throws IOException {
    try (Vault vault = open()) {
      put(vault, SESSION, "state 1");
    }
    long confirmed = Files.size(path());
    byte[] known = Files.readAllBytes(witnessFile());
    try (Vault vault = open()) {
      put(vault, SESSION, "state 2");
    }
    byte[] whole = Files.readAllBytes(path());

    for (int length = (int) confirmed; length < whole.length; length++) {
      Files.write(witnessFile(), known);
      Files.write(path(), Arrays.copyOf(whole, length));
      assertRecovers();
      Files.write(witnessFile(), known);
      byte[] zeros = Arrays.copyOf(Arrays.copyOf(whole, length), whole.length);
      zeros[whole.length - 1] = (byte) (whole[whole.length - 1] ^ 1);
      Files.write(path(), zeros);
      assertRecovers();
    }
  }

  private void assertRecovers() {
    try (Vault vault = open()) {
      assertThat(text(vault, SESSION)).isEqualTo("state 1");
      put(vault, MESSAGE, "goes on");
    }
    try (Vault vault = open()) {
      assertThat(text(vault, MESSAGE)).isEqualTo("goes on");
    }
  }

  /** What was confirmed does not vanish silently when the disk rots. */
  @Test
  void refusesEveryFlippedBitBeforeTheLastTransaction() throws IOException {
    try (Vault vault = open()) {
      put(vault, SESSION, "state 1");
    }
    long rotting = Files.size(path());
    try (Vault vault = open()) {
      put(vault, SESSION, "state 2");
    }
    byte[] whole = Files.readAllBytes(path());

    for (int at = 0; at < rotting; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1;
      Files.write(path(), flipped);
      assertThat(faultOfOpening())
          .describedAs("byte %d", at)
          .isIn(
              List.of(
                  VaultFault.DAMAGED,
                  VaultFault.NOT_A_VAULT,
                  VaultFault.BAD_VERSION,
                  VaultFault.WRONG_PASSPHRASE));
    }
  }

  @Test
  void refusesFramesInAnotherOrder() throws IOException {
    long[] ends = new long[3];
    try (Vault vault = open()) {
      for (int i = 0; i < ends.length; i++) {
        put(vault, SESSION, "state " + i);
        ends[i] = Files.size(path());
      }
    }
    byte[] whole = Files.readAllBytes(path());
    int size = (int) (ends[1] - ends[0]);
    byte[] swapped = whole.clone();
    System.arraycopy(whole, (int) ends[0], swapped, (int) ends[1], size);
    System.arraycopy(whole, (int) ends[1], swapped, (int) ends[0], size);
    Files.write(path(), swapped);

    assertFault(VaultFault.DAMAGED, this::open);
  }

  @Test
  void noticesARestoredBackup() throws IOException {
    try (Vault vault = open()) {
      put(vault, SESSION, "old state");
    }
    byte[] backup = Files.readAllBytes(path());
    try (Vault vault = open()) {
      put(vault, SESSION, "new state");
    }
    Files.write(path(), backup);

    try (Vault vault = open()) {
      assertThat(vault.restored()).isEqualTo(Restored.YES);
      assertThat(text(vault, SESSION)).isEqualTo("old state");
      assertFault(VaultFault.RESTORED, () -> put(vault, MESSAGE, "as if nothing were"));
    }
    try (Vault vault = open();
        VaultChanges changes = new VaultChanges()) {
      assertThat(vault.restored()).isEqualTo(Restored.YES);
      vault.acceptRestored(changes.remove(SESSION));
      assertThat(vault.restored()).isEqualTo(Restored.NO);
      put(vault, MESSAGE, "anew");
    }
    try (Vault vault = open()) {
      assertThat(vault.restored()).isEqualTo(Restored.NO);
      assertThat(vault.read(SESSION)).isEmpty();
      assertThat(text(vault, MESSAGE)).isEqualTo("anew");
    }
  }

  /** The process dies, so nothing is said when it ends. */
  @Test
  void noticesABackupOfOneTransactionBefore() throws IOException {
    Path witness = directory.resolve("witness");
    byte[] backup;
    byte[] known;
    try (Vault vault = open()) {
      put(vault, SESSION, "old state");
      backup = Files.readAllBytes(path());
      put(vault, SESSION, "new state");
      known = Files.readAllBytes(witness);
    }
    Files.write(witness, known);
    Files.write(path(), backup);

    try (Vault vault = open()) {
      assertThat(vault.restored()).isEqualTo(Restored.YES);
    }
  }

  /** As long as it is open it is the newest. */
  @Test
  void makesAWitnessAnewThatIsLostMeanwhile() throws IOException {
    try (Vault vault = open()) {
      put(vault, SESSION, "state 1");
      Files.delete(witnessFile());
      put(vault, SESSION, "state 2");
      assertThat(witnessFile()).hasSize(24);
    }
    try (Vault vault = open()) {
      assertThat(vault.restored()).isEqualTo(Restored.NO);
    }
  }

  /** A backup goes onto a new disk, and the witness was where backups do not reach. */
  @Test
  void mayBeRestoredOnceTheWitnessIsLost() throws IOException {
    try (Vault vault = open()) {
      put(vault, SESSION, "old state");
    }
    Files.delete(witnessFile());

    assertMayBeRestored();
  }

  @Test
  void mayBeRestoredWhereTheWitnessSaysNothing() throws IOException {
    try (Vault vault = open()) {
      put(vault, SESSION, "old state");
    }
    byte[] known = Files.readAllBytes(witnessFile());
    Files.write(witnessFile(), Arrays.copyOf(known, known.length - 1));
    assertMayBeRestored();

    Files.write(witnessFile(), bytes("of another vault, or so.".substring(0, known.length)));
    assertMayBeRestored();
  }

  /** However often it is opened and not accepted, as by a program that dies. */
  private void assertMayBeRestored() {
    for (int i = 0; i < 2; i++) {
      try (Vault vault = open()) {
        assertThat(vault.restored()).isEqualTo(Restored.PERHAPS);
        assertFault(VaultFault.RESTORED, () -> put(vault, MESSAGE, "as if nothing were"));
      }
    }
    try (Vault vault = open();
        VaultChanges changes = new VaultChanges()) {
      long before = vault.generation();
      vault.acceptRestored(changes.put(SESSION, bytes("old state")));
      assertThat(vault.generation()).isEqualTo(before + 1);
      put(vault, MESSAGE, "anew");
    }
    try (Vault vault = open()) {
      assertThat(vault.restored()).isEqualTo(Restored.NO);
    }
  }

  /** The process dies behind the first write of all, or behind any later one. */
  @Test
  void isNeverTakenForARestoredOneAfterACrash() throws IOException {
    List<byte[]> vaults = new ArrayList<>();
    List<byte[]> witnesses = new ArrayList<>();
    try (Vault vault = open()) {
      for (int i = 0; i < 3; i++) {
        vaults.add(Files.readAllBytes(path()));
        witnesses.add(Files.readAllBytes(witnessFile()));
        put(vault, SESSION, "state " + i);
      }
    }
    Files.write(path(), vaults.getFirst());
    Files.delete(witnessFile());
    assertIsTheNewest("made, and not witnessed yet");
    for (int i = 1; i < vaults.size(); i++) {
      Files.write(path(), vaults.get(i));
      Files.write(witnessFile(), witnesses.get(i - 1));
      assertIsTheNewest("written for the %d. time, and not witnessed yet".formatted(i));
    }
  }

  private void assertIsTheNewest(String when) {
    try (Vault vault = open()) {
      assertThat(vault.restored()).as(when).isEqualTo(Restored.NO);
    }
  }

  @Test
  void isNotOpenedWhereNoWitnessCanBeMade() throws IOException {
    RestoreWitness nowhere = new FileWitness(directory.resolve("none").resolve("witness"));

    assertFault(
        VaultFault.UNWITNESSED,
        () -> FileVault.open(path(), PASSPHRASE, CHEAP, TOOLS, nowhere, clock));

    try (Vault vault = open()) {
      assertThat(vault.restored()).isEqualTo(Restored.NO);
    }
  }

  @Test
  void doesNotTakeANewVaultForARestoredOne() throws IOException {
    try (Vault vault = open()) {
      put(vault, SESSION, "state");
    }
    Files.delete(path());

    try (Vault vault = open()) {
      assertThat(vault.restored()).isEqualTo(Restored.NO);
    }
  }

  @Test
  void refusesAFileOfAnotherKind() throws IOException {
    Files.write(path(), bytes("a shopping list that is longer than the head of a vault".repeat(3)));
    assertFault(VaultFault.NOT_A_VAULT, this::open);

    Files.write(path(), new byte[0]);
    assertFault(VaultFault.NOT_A_VAULT, this::open);
  }

  private VaultFault faultOfOpening() {
    try (Vault vault = open()) {
      throw new AssertionError("opened with generation " + vault.generation());
    } catch (VaultException e) {
      return e.fault();
    }
  }

  private FileVault open(byte[] passphrase) {
    return FileVault.open(path(), passphrase, CHEAP, TOOLS, witness(), clock);
  }

  private FileWitness witness() {
    return new FileWitness(witnessFile());
  }

  private Path witnessFile() {
    return directory.resolve("witness");
  }

  private Path path() {
    return directory.resolve("keys");
  }
}
