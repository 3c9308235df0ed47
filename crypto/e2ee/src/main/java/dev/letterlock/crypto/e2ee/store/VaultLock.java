package dev.letterlock.crypto.e2ee.store;

import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.e2ee.primitive.Argon2id;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The key that a passphrase makes (docs/E2EE.md §4). It only seals the keys of files, so that every
 * file has its own and nothing of one can be put into another. Closing wipes it.
 */
public final class VaultLock implements AutoCloseable {

  /** 64 MiB and three passes: about a sixth of a second. */
  public static final PasswordCost DEFAULT_COST = new PasswordCost(64L << 20, 3);

  private final VaultTools tools;
  private final PasswordCost cost;
  private final Octets salt;
  private final SecretBytes key;

  private VaultLock(VaultTools tools, PasswordCost cost, Octets salt, byte[] passphrase) {
    this.tools = tools;
    this.cost = cost;
    this.salt = salt;
    try (SecretBytes derived = tools.argon2id().key(passphrase, salt.toByteArray(), cost)) {
      this.key = tools.e1().kdf(derived, Label.VAULT_KEY, XChaCha20Poly1305.KEY_SIZE);
    }
  }

  /**
   * A lock for a new vault, or for one that gets a new passphrase.
   *
   * @param passphrase UTF-8, the caller's to wipe
   */
  public static VaultLock make(VaultTools tools, byte[] passphrase, PasswordCost cost) {
    Octets salt = Octets.of(tools.e1().sodium().randomBytes(Argon2id.SALT_SIZE));
    return new VaultLock(tools, cost, salt, passphrase);
  }

  /** The lock that a file's head asks for; whether it fits shows {@link #open}. */
  public static VaultLock of(VaultTools tools, byte[] head, byte[] passphrase) {
    VaultHead asked = VaultHead.parse(head);
    return new VaultLock(tools, asked.cost(), asked.salt(), passphrase);
  }

  /** Begins a new file under a key of its own. */
  public FrameSeal newFile() {
    Octets nonce = Octets.of(tools.e1().sodium().randomBytes(XChaCha20Poly1305.NONCE_SIZE));
    byte[] bound = new VaultHead(cost, salt, nonce, Octets.of(new byte[0])).bound();
    byte[] sealed = new byte[VaultHead.SEALED_KEY_SIZE];
    SecretBytes fileKey = tools.e1().sodium().randomSecret(XChaCha20Poly1305.KEY_SIZE);
    tools
        .cipher()
        .seal(
            key.revealView(),
            MemorySegment.ofArray(nonce.toByteArray()),
            MemorySegment.ofArray(bound),
            fileKey.revealView(),
            MemorySegment.ofArray(sealed));
    byte[] head = ByteBuffer.allocate(VaultHead.SIZE).put(bound).put(sealed).array();
    return new FrameSeal(tools, head, fileKey);
  }

  /**
   * Opens an existing file by its head.
   *
   * @throws VaultException with {@link VaultFault#WRONG_PASSPHRASE} or as {@link #of}
   */
  public FrameSeal open(byte[] head) {
    VaultHead parsed = VaultHead.parse(head);
    byte[] fileKey = new byte[XChaCha20Poly1305.KEY_SIZE];
    try {
      boolean fits =
          tools
              .cipher()
              .open(
                  key.revealView(),
                  MemorySegment.ofArray(parsed.nonce().toByteArray()),
                  MemorySegment.ofArray(parsed.bound()),
                  MemorySegment.ofArray(parsed.sealedKey().toByteArray()),
                  MemorySegment.ofArray(fileKey));
      if (!fits) {
        throw new VaultException(
            VaultFault.WRONG_PASSPHRASE, "passphrase: another (expected: that of the vault)");
      }
      return new FrameSeal(tools, head, SecretBytes.copyOf(fileKey));
    } finally {
      Arrays.fill(fileKey, (byte) 0);
    }
  }

  @Override
  public void close() {
    key.close();
  }
}
