package dev.letterlock.crypto.e2ee.store;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.Uuids;
import dev.letterlock.crypto.e2ee.primitive.Argon2id;
import dev.letterlock.crypto.e2ee.primitive.SecretBox;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * The account key (AIK) under a passphrase, 125 bytes (docs/E2EE.md §2.2): {@code "E1RECOV" 7 | ver
 * u16=1 | user 16 | memory u64 | passes u32 | salt 16 | nonce 24 | box 48}. The box is {@code
 * crypto_secretbox_easy} of the key's seed, under {@code KDF(Argon2id(passphrase, salt),
 * "E1:recovery", all before the box, 32)}, so that it opens with no other head.
 *
 * @param user of the account
 * @param cost of Argon2id; {@link #parse} takes at most 1 GiB and 16 passes
 * @param salt of Argon2id, 16 bytes
 * @param nonce of the box, 24 bytes
 * @param box tag and seed, 48 bytes
 */
public record RecoveryFile(UUID user, PasswordCost cost, Octets salt, Octets nonce, Octets box) {

  /** Bytes of a file. */
  public static final int SIZE = 125;

  /** crypto_pwhash MODERATE, 256 MiB and three passes: most of a second. */
  public static final PasswordCost MODERATE = new PasswordCost(256L << 20, 3);

  private static final byte[] MAGIC = "E1RECOV".getBytes(StandardCharsets.US_ASCII);
  private static final short VERSION = 1;
  private static final int SEED_SIZE = 32;
  private static final int BOX_SIZE = SecretBox.TAG_SIZE + SEED_SIZE;
  private static final int HEAD_SIZE = SIZE - BOX_SIZE;

  /**
   * Seals the account key under a fresh salt and nonce. Takes as long as the cost says.
   *
   * @param passphrase UTF-8, not empty
   * @throws IllegalArgumentException if the passphrase is empty, or the cost above 1 GiB or 16
   *     passes
   * @throws RecoveryRejectedException with {@link RecoveryFault#NO_MEMORY}
   */
  public static RecoveryFile seal(
      E1 e1, UUID user, Ed25519KeyPair accountKey, SecretBytes passphrase, PasswordCost cost) {
    if (BoundedCost.of(cost.memoryBytes(), (int) cost.passes()).isEmpty()) {
      throw new IllegalArgumentException("cost: " + cost + " (expected: 1 GiB, 16 passes at most)");
    }
    Octets salt = Octets.of(e1.sodium().randomBytes(Argon2id.SALT_SIZE));
    Octets nonce = Octets.of(e1.sodium().randomBytes(SecretBox.NONCE_SIZE));
    return seal(e1, new RecoveryFile(user, cost, salt, nonce, empty()), accountKey, passphrase);
  }

  /** As above with what stands in the head, for the test vectors. */
  static RecoveryFile seal(
      E1 e1, RecoveryFile head, Ed25519KeyPair accountKey, SecretBytes passphrase) {
    if (passphrase.size() == 0) {
      throw new IllegalArgumentException("passphrase: empty (expected: some)");
    }
    try (SecretBytes key = head.key(e1, passphrase);
        SecretBytes seed = accountKey.seed()) {
      byte[] box = new SecretBox(e1.sodium()).seal(key, head.nonce.toByteArray(), seed);
      return new RecoveryFile(head.user, head.cost, head.salt, head.nonce, Octets.of(box));
    }
  }

  /** In the place of a box that is not there yet. */
  static Octets empty() {
    return Octets.of(new byte[0]);
  }

  /**
   * Reads a file without opening it; costs nothing.
   *
   * @throws RecoveryRejectedException with {@link RecoveryFault#NOT_A_RECOVERY_FILE}, {@link
   *     RecoveryFault#BAD_LENGTH}, {@link RecoveryFault#BAD_VERSION} or {@link
   *     RecoveryFault#TOO_COSTLY}
   */
  public static RecoveryFile parse(byte[] encoded) {
    requireForm(encoded);
    ByteBuffer in = ByteBuffer.wrap(encoded).position(MAGIC.length);
    short version = in.getShort();
    if (version != VERSION) {
      throw new RecoveryRejectedException(
          RecoveryFault.BAD_VERSION,
          "recovery file version: " + Short.toUnsignedInt(version) + " (expected: 1)");
    }
    UUID user = Uuids.read(in);
    PasswordCost cost = cost(in.getLong(), in.getInt());
    return new RecoveryFile(
        user,
        cost,
        take(in, Argon2id.SALT_SIZE),
        take(in, SecretBox.NONCE_SIZE),
        take(in, BOX_SIZE));
  }

  private static void requireForm(byte[] encoded) {
    int compared = Math.min(encoded.length, MAGIC.length);
    if (compared == 0 || !Arrays.equals(encoded, 0, compared, MAGIC, 0, compared)) {
      throw new RecoveryRejectedException(
          RecoveryFault.NOT_A_RECOVERY_FILE, "magic: another (expected: E1RECOV)");
    }
    if (encoded.length != SIZE) {
      throw new RecoveryRejectedException(
          RecoveryFault.BAD_LENGTH, "recovery file: " + encoded.length + " B (expected: 125)");
    }
  }

  private static PasswordCost cost(long memory, int passes) {
    return BoundedCost.of(memory, passes)
        .orElseThrow(() ->
            new RecoveryRejectedException(
                RecoveryFault.TOO_COSTLY, "cost: out of range (expected: 1 GiB, 16 passes)"));
  }

  private static Octets take(ByteBuffer in, int size) {
    byte[] field = new byte[size];
    in.get(field);
    return Octets.of(field);
  }

  /** All 125 bytes. */
  public byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(SIZE).put(head());
    box.writeTo(out);
    return out.array();
  }

  /**
   * Opens it. Takes as long as the cost says.
   *
   * @param passphrase UTF-8
   * @return the account key; the caller closes it
   * @throws RecoveryRejectedException with {@link RecoveryFault#NOT_OPENED} or {@link
   *     RecoveryFault#NO_MEMORY}
   */
  public Ed25519KeyPair open(E1 e1, SecretBytes passphrase) {
    try (SecretBytes key = key(e1, passphrase);
        SecretBytes seed =
            new SecretBox(e1.sodium())
                .open(key, nonce.toByteArray(), box.toByteArray())
                .orElseThrow(RecoveryFile::notOpened)) {
      return e1.sodium().signingKeyPair(seed);
    }
  }

  private static RecoveryRejectedException notOpened() {
    return new RecoveryRejectedException(
        RecoveryFault.NOT_OPENED, "box: not authentic (expected: that of passphrase and head)");
  }

  private SecretBytes key(E1 e1, SecretBytes passphrase) {
    byte[] words = passphrase.revealCopy();
    try (SecretBytes derived = new Argon2id(e1.sodium()).key(words, salt.toByteArray(), cost)) {
      return e1.kdf(derived, Label.RECOVERY_FILE, SecretBox.KEY_SIZE, head());
    } catch (IllegalStateException e) {
      throw new RecoveryRejectedException(
          RecoveryFault.NO_MEMORY, "memory: " + cost.memoryBytes() + " B (expected: free)", e);
    } finally {
      Arrays.fill(words, (byte) 0);
    }
  }

  /** What the key of the box is bound to: everything before it. */
  private byte[] head() {
    ByteBuffer out = ByteBuffer.allocate(HEAD_SIZE).put(MAGIC).putShort(VERSION);
    Uuids.write(out, user).putLong(cost.memoryBytes()).putInt((int) cost.passes());
    salt.writeTo(out);
    nonce.writeTo(out);
    return out.array();
  }
}
