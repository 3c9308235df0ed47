package dev.letterlock.client.vault;

import dev.letterlock.client.vault.VaultFile.FramePlace;
import dev.letterlock.crypto.e2ee.store.FrameBody;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Restored;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.e2ee.store.VaultChanges;
import dev.letterlock.crypto.e2ee.store.VaultException;
import dev.letterlock.crypto.e2ee.store.VaultFault;
import dev.letterlock.crypto.e2ee.store.VaultLock;
import dev.letterlock.crypto.e2ee.store.VaultTools;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A vault in one file that only grows, until it is written anew without what has become old, once a
 * day at the latest if anything is written: see docs/adr/0006-client-key-store.md. One sync for
 * each transaction. Beside the file stand a {@code .lock}, which keeps other processes out, and for
 * a moment a {@code .new}.
 */
public final class FileVault implements Vault {

  private static final Logger LOG = LoggerFactory.getLogger(FileVault.class);
  private static final int ID_SIZE = 16;
  private static final RecordKey ID = RecordKey.of(Shelf.VAULT, new byte[] {1});
  private static final RecordKey BEGUN = RecordKey.of(Shelf.VAULT, new byte[] {2});
  private static final long FIRST_GENERATION = 1;
  private static final long LEAST_COMPACTED = 1 << 20;
  private static final int MOST_WASTE = 4;
  private static final Duration MOST_AGE = Duration.ofDays(1);

  private final VaultName name;
  private final VaultProcessLock processLock;
  private final VaultTools tools;
  private final RestoreWitness witness;
  private final Clock clock;
  private VaultLock lock;
  private VaultFile file;
  private VaultIndex index = new VaultIndex();
  private Octets id = Octets.of(new byte[ID_SIZE]);
  private Instant begun = Instant.EPOCH;
  private long generation;
  private Restored restored = Restored.NO;
  private boolean closed;

  private FileVault(
      VaultName name,
      VaultProcessLock processLock,
      VaultTools tools,
      RestoreWitness witness,
      Clock clock,
      VaultLock lock,
      VaultFile file) {
    this.name = name;
    this.processLock = processLock;
    this.tools = tools;
    this.witness = witness;
    this.clock = clock;
    this.lock = lock;
    this.file = file;
  }

  /**
   * Opens the vault of this file, or makes a new one if there is none.
   *
   * @param passphrase UTF-8, the caller's to wipe
   * @param clock says once a day that the file is to be written anew
   * @throws VaultException with {@link VaultFault#WRONG_PASSPHRASE}, {@link
   *     VaultFault#NOT_A_VAULT}, {@link VaultFault#BAD_VERSION}, {@link VaultFault#DAMAGED}, {@link
   *     VaultFault#IN_USE}, {@link VaultFault#INTERRUPTED}, {@link VaultFault#NOT_WRITTEN} or
   *     {@link VaultFault#UNWITNESSED}
   */
  public static FileVault open(
      Path path, byte[] passphrase, VaultTools tools, RestoreWitness witness, Clock clock) {
    return open(path, passphrase, VaultLock.DEFAULT_COST, tools, witness, clock);
  }

  /**
   * As above.
   *
   * @param cost of Argon2id, if the vault is new
   */
  public static FileVault open(
      Path path,
      byte[] passphrase,
      PasswordCost cost,
      VaultTools tools,
      RestoreWitness witness,
      Clock clock) {
    return open(new VaultName(path, Disk::syncDirectory), passphrase, cost, tools, witness, clock);
  }

  static FileVault open(
      VaultName name,
      byte[] passphrase,
      PasswordCost cost,
      VaultTools tools,
      RestoreWitness witness,
      Clock clock) {
    Path path = name.path();
    VaultProcessLock processLock = VaultProcessLock.take(path);
    try {
      if (!Files.exists(path)) {
        make(name, passphrase, cost, tools, clock);
      }
      byte[] head = VaultFile.readHead(path);
      VaultLock lock = VaultLock.of(tools, head, passphrase);
      VaultFile file = unlock(path, head, lock);
      FileVault vault = new FileVault(name, processLock, tools, witness, clock, lock, file);
      vault.replay();
      return vault;
    } catch (ClosedByInterruptException e) {
      processLock.close();
      throw new VaultException(
          VaultFault.INTERRUPTED, "vault: " + path + " (expected: opened without an interrupt)", e);
    } catch (IOException e) {
      processLock.close();
      throw new VaultException(
          VaultFault.NOT_WRITTEN, "vault: " + path + " (expected: readable and writable)", e);
    } catch (RuntimeException e) {
      processLock.close();
      throw e;
    }
  }

  private static VaultFile unlock(Path path, byte[] head, VaultLock lock) throws IOException {
    try {
      return VaultFile.open(path, lock.open(head));
    } catch (IOException | VaultException e) {
      lock.close();
      throw e;
    }
  }

  /** The file gets its name when it is complete, so that a crash leaves a vault or none. */
  private static void make(
      VaultName name, byte[] passphrase, PasswordCost cost, VaultTools tools, Clock clock)
      throws IOException {
    try (VaultLock lock = VaultLock.make(tools, passphrase, cost);
        VaultFile file = VaultFile.create(name.fresh(), lock.newFile());
        VaultChanges first = new VaultChanges()) {
      first.put(ID, tools.e1().sodium().randomBytes(ID_SIZE));
      file.append(FIRST_GENERATION, first.put(BEGUN, stamp(clock.instant())));
    }
    name.give();
  }

  @Override
  public synchronized Optional<SecretBytes> read(RecordKey key) {
    requireOpen();
    return index.find(key).map(this::value);
  }

  @Override
  public synchronized List<RecordKey> keys(Shelf shelf) {
    requireOpen();
    return index.keys(shelf);
  }

  @Override
  public synchronized void commit(VaultChanges changes) {
    requireOpen();
    if (restored.isPossible()) {
      throw new VaultException(VaultFault.RESTORED, "vault: an older copy (expected: the newest)");
    }
    if (!changes.isEmpty()) {
      append(generation + 1, changes);
      compactIfDue();
      remember();
    }
  }

  @Override
  public synchronized long generation() {
    return generation;
  }

  @Override
  public synchronized Restored restored() {
    return restored;
  }

  @Override
  public synchronized void acceptRestored(VaultChanges changes) {
    requireOpen();
    if (restored.isPossible()) {
      append(Math.max(witness.remembered(id), generation) + 1, changes);
      restored = Restored.NO;
      remember();
    } else {
      commit(changes);
    }
  }

  /**
   * Puts another passphrase in force; copies of the file still open with the old one.
   *
   * @throws VaultException with {@link VaultFault#NOT_WRITTEN}: the old one is in force; or with
   *     {@link VaultFault#UNCERTAIN}: the new one is, until a loss of power
   */
  public synchronized void changePassphrase(byte[] passphrase, PasswordCost cost) {
    requireOpen();
    VaultLock old = lock;
    VaultLock fresh = VaultLock.make(tools, passphrase, cost);
    try {
      rewrite(fresh);
    } catch (VaultException e) {
      fresh.close();
      throw e;
    }
    lock = fresh;
    old.close();
    try {
      name.sync();
    } catch (VaultException e) {
      throw new VaultException(
          VaultFault.UNCERTAIN, "vault: perhaps under its name (expected: surely)", e);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      remember();
      file.close();
      lock.close();
      processLock.close();
    }
  }

  private void replay() throws IOException {
    try {
      file.replay((place, body) -> {
        index.apply(place, body);
        generation = body.generation();
      });
      try (SecretBytes stored = index.find(ID).map(this::value).orElseThrow(FileVault::noId)) {
        id = Octets.of(stored.revealCopy());
      }
      begun = index.find(BEGUN).map(this::instant).orElse(Instant.EPOCH);
      restored = compareWithWitness();
    } catch (IOException | RuntimeException e) {
      file.close();
      lock.close();
      throw e;
    }
  }

  /** Of a vault that has just been made nothing can have been used. */
  private Restored compareWithWitness() {
    long known = witness.remembered(id);
    if (known > 0) {
      return known > generation ? Restored.YES : Restored.NO;
    }
    boolean fresh = generation == FIRST_GENERATION;
    try {
      witness.begin(id, fresh ? generation : 0);
    } catch (IOException e) {
      throw new VaultException(
          VaultFault.UNWITNESSED, "witness: not written (expected: writable)", e);
    }
    return fresh ? Restored.NO : Restored.PERHAPS;
  }

  private void append(long next, VaultChanges changes) {
    name.sync();
    FramePlace place = file.append(next, changes);
    generation = next;
    try (FrameBody written = file.read(place)) {
      index.apply(place, written);
    } catch (VaultException e) {
      throw file.uncertain(e);
    }
  }

  /** The transaction stands whether this succeeds or not; a later one tries again. */
  private void compactIfDue() {
    boolean wasteful =
        file.size() > LEAST_COMPACTED && file.size() / MOST_WASTE > index.liveBytes();
    if (wasteful || isOld()) {
      try {
        rewrite(lock);
        name.sync();
      } catch (VaultException e) {
        LOG.warn("vault: not compacted for good (expected: room for a copy): {}", e.getMessage());
      }
    }
  }

  /** What was erased stays in the file until then; a clock that was ahead does not prolong that. */
  private boolean isOld() {
    return Duration.between(begun, clock.instant()).abs().compareTo(MOST_AGE) >= 0;
  }

  /**
   * Writes a new file under a new file key, which also puts erased secrets out of reach. Until
   * {@link VaultName#sync} a loss of power brings the old one back, which holds the same.
   */
  private void rewrite(VaultLock under) {
    VaultIndex freshIndex = new VaultIndex();
    VaultFile freshFile = null;
    Instant now = clock.instant();
    try {
      freshFile = VaultFile.create(name.fresh(), under.newFile());
      new Snapshot(generation, freshFile, freshIndex).copy(index, this::value, BEGUN, stamp(now));
      freshFile.sync();
      name.give();
    } catch (IOException | VaultException e) {
      if (freshFile != null) {
        freshFile.close();
      }
      throw new VaultException(
          VaultFault.NOT_WRITTEN, "vault: not written anew (expected: room for a copy)", e);
    }
    VaultFile old = file;
    file = freshFile;
    index = freshIndex;
    begun = now;
    close(old);
  }

  private static void close(VaultFile old) {
    try {
      old.close();
    } catch (VaultException e) {
      LOG.warn("vault: its old file (expected: closed): {}", e.getMessage());
    }
  }

  private void remember() {
    if (!restored.isPossible()) {
      witness.remember(id, generation);
    }
  }

  private SecretBytes value(VaultIndex.Entry entry) {
    try (FrameBody frame = file.read(entry.frame())) {
      return frame.value(entry.change());
    }
  }

  private Instant instant(VaultIndex.Entry entry) {
    try (SecretBytes stored = value(entry)) {
      return Instant.ofEpochMilli(ByteBuffer.wrap(stored.revealCopy()).getLong());
    }
  }

  private static byte[] stamp(Instant time) {
    return ByteBuffer.allocate(Long.BYTES).putLong(time.toEpochMilli()).array();
  }

  private void requireOpen() {
    if (closed) {
      throw new VaultException(VaultFault.CLOSED, "vault: closed (expected: open)");
    }
  }

  private static VaultException noId() {
    return new VaultException(VaultFault.DAMAGED, "vault id: none (expected: one)");
  }
}
