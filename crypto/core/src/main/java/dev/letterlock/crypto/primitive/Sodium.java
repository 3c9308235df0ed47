package dev.letterlock.crypto.primitive;

import com.goterl.lazysodium.SodiumJava;
import com.sun.jna.NativeLong;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The few primitives that both client and server need, by libsodium; every return code is checked.
 * There is no call here that opens a ciphertext: that code lives where {@code server} and {@code
 * storage} cannot reach it. Safe for any thread. Sources: RFC 7693 (BLAKE2b), RFC 8032 (Ed25519),
 * RFC 7748 (X25519), RFC 9106 (Argon2id), docs/E2EE.md §2.1. Secret keys go to the library by
 * {@link SecretCalls} and {@link Blake2b}, by JNA only what docs/E2EE.md §4 names.
 */
public final class Sodium {

  private static final int LEAST_HASH = 16;
  private static final int MOST_HASH = 64;
  private static final int LEAST_KEY = 32;
  private static final int PASSWORD_STRING = 128;

  private static @Nullable Sodium loaded;

  private final SodiumLibrary library;
  private final SodiumJava functions;
  private final Blake2b blake2b;
  private final Blake2bParts blake2bParts;
  private final SecretCalls secrets;

  private Sodium(SodiumLibrary library) {
    this.library = library;
    this.functions = library.functions();
    this.blake2b = new Blake2b(library.symbol("crypto_generichash"));
    this.blake2bParts = new Blake2bParts(library);
    this.secrets = new SecretCalls(library);
  }

  /**
   * The library of this process, loaded at the first call from {@code java.io.tmpdir}.
   *
   * @throws SodiumException if it cannot be loaded or is not version 1.0.20
   */
  public static synchronized Sodium load() {
    Sodium sodium = loaded;
    if (sodium == null) {
      sodium = new Sodium(SodiumLibrary.load(Path.of(System.getProperty("java.io.tmpdir"))));
      loaded = sodium;
    }
    return sodium;
  }

  /** The version of the mapped library, to be shown at start and in the metrics. */
  public String version() {
    return library.version();
  }

  /**
   * BLAKE2b without a key.
   *
   * @param message up to a megabyte or so: the call holds up garbage collection, 1.4 ms each
   * @param length 16 to 64 bytes; it enters the hash, so no two lengths share output
   */
  public byte[] hash(byte[] message, int length) {
    return generichash(message, length, null);
  }

  /** BLAKE2b-256 without a key, of a message that comes in parts. */
  public StreamedHash startHash() {
    return blake2bParts.start();
  }

  /**
   * BLAKE2b under a key of 32 to 64 bytes.
   *
   * @param length 16 to 64 bytes
   */
  public SecretBytes keyedHash(SecretBytes key, byte[] message, int length) {
    if (key.size() < LEAST_KEY || key.size() > MOST_HASH) {
      throw new IllegalArgumentException("key: " + key.size() + " B (expected: 32 to 64)");
    }
    return SecretBytes.adopt(generichash(message, length, key.raw()));
  }

  private byte[] generichash(byte[] message, int length, byte @Nullable [] key) {
    if (length < LEAST_HASH || length > MOST_HASH) {
      throw new IllegalArgumentException("length: " + length + " (expected: 16 to 64)");
    }
    return blake2b.hash(message, length, key);
  }

  /** A fresh Ed25519 pair. */
  public Ed25519KeyPair signingKeyPair() {
    try (SecretBytes seed = randomSecret(Ed25519KeyPair.SEED_SIZE)) {
      return signingKeyPair(seed);
    }
  }

  /** The Ed25519 pair of a 32-byte seed, which stays the caller's. */
  public Ed25519KeyPair signingKeyPair(SecretBytes seed) {
    requireSize("seed", seed.size(), Ed25519KeyPair.SEED_SIZE);
    byte[] publicKey = new byte[Ed25519PublicKey.SIZE];
    byte[] secretKey = new byte[Ed25519KeyPair.SECRET_SIZE];
    require("crypto_sign_seed_keypair", secrets.seedKeyPair(publicKey, secretKey, seed.raw()));
    return new Ed25519KeyPair(
        new Ed25519PublicKey(Octets.adopt(publicKey)), SecretBytes.adopt(secretKey));
  }

  /**
   * A detached Ed25519 signature over the whole message.
   *
   * @param message up to a megabyte or so: the call holds up garbage collection, 4 ms each
   */
  public Signature sign(Ed25519KeyPair key, byte[] message) {
    byte[] signature = new byte[Signature.SIZE];
    require("crypto_sign_detached", secrets.sign(signature, message, key.secretKey().raw()));
    return new Signature(Octets.adopt(signature));
  }

  /** Whether the signature is good; small-order keys and non-canonical scalars never are. */
  public boolean verify(Ed25519PublicKey key, byte[] message, Signature signature) {
    return functions.crypto_sign_verify_detached(
            signature.octets().raw(), message, message.length, key.octets().raw())
        == 0;
  }

  /** A fresh X25519 pair. */
  public X25519KeyPair agreementKeyPair() {
    return agreementKeyPair(randomSecret(X25519KeyPair.SECRET_SIZE));
  }

  /** The X25519 pair of a 32-byte scalar, which the pair owns from now on. */
  public X25519KeyPair agreementKeyPair(SecretBytes secretKey) {
    requireSize("secret key", secretKey.size(), X25519KeyPair.SECRET_SIZE);
    byte[] publicKey = new byte[X25519PublicKey.SIZE];
    require("crypto_scalarmult_base", secrets.scalarMultBase(publicKey, secretKey.raw()));
    return new X25519KeyPair(new X25519PublicKey(Octets.adopt(publicKey)), secretKey);
  }

  /**
   * X25519 with the check that docs/E2EE.md §2.1 demands of DH.
   *
   * @return the 32-byte shared secret
   * @throws KeyRejectedException with {@link KeyFault#LOW_ORDER_POINT} if it would be all zeros
   */
  public SecretBytes agree(SecretBytes secretKey, X25519PublicKey peer) {
    requireSize("secret key", secretKey.size(), X25519KeyPair.SECRET_SIZE);
    byte[] shared = new byte[X25519PublicKey.SIZE];
    if (secrets.scalarMult(shared, secretKey.raw(), peer.octets().raw()) != 0) {
      throw new KeyRejectedException(
          KeyFault.LOW_ORDER_POINT, "X25519 public key: low order (expected: order 2^252 or more)");
    }
    return SecretBytes.adopt(shared);
  }

  /** Fresh random bytes for public use, such as nonces. */
  public byte[] randomBytes(int length) {
    byte[] out = new byte[length];
    secrets.fillRandomly(out);
    return out;
  }

  /** A fresh random secret. */
  public SecretBytes randomSecret(int length) {
    return SecretBytes.adopt(randomBytes(length));
  }

  /**
   * Argon2id with a random salt: tens of milliseconds and all of {@link PasswordCost#memoryBytes}
   * of memory, so never on an event loop and only so many at once.
   *
   * @param password UTF-8, the caller's to wipe
   * @return the string to store; it names algorithm, cost and salt
   * @throws SodiumException if the memory is not to be had
   */
  public String passwordHash(byte[] password, PasswordCost cost) {
    byte[] out = new byte[PASSWORD_STRING];
    require(
        "crypto_pwhash_str",
        functions.crypto_pwhash_str(
            out, password, password.length, cost.passes(), new NativeLong(cost.memoryBytes())));
    return asText(out);
  }

  /** Whether the password made the stored string; costs what that string says. */
  public boolean passwordMatches(String stored, byte[] password) {
    byte @Nullable [] string = asCString(stored);
    return string != null
        && functions.crypto_pwhash_str_verify(string, password, password.length) == 0;
  }

  /** Whether the stored string is malformed or was made at another cost. */
  public boolean passwordNeedsRehash(String stored, PasswordCost cost) {
    byte @Nullable [] string = asCString(stored);
    return string == null
        || functions.crypto_pwhash_str_needs_rehash(
                string, cost.passes(), new NativeLong(cost.memoryBytes()))
            != 0;
  }

  /**
   * The address of a function that this class does not offer. Only {@code
   * dev.letterlock.crypto.e2ee.primitive} may call this, as it binds the authenticated cipher
   * there, out of the server's reach.
   *
   * @throws SodiumException if the library has no such function
   */
  public MemorySegment symbol(String name) {
    return library.symbol(name);
  }

  private static String asText(byte[] cString) {
    int end = 0;
    while (end < cString.length && cString[end] != 0) {
      end++;
    }
    return new String(cString, 0, end, StandardCharsets.US_ASCII);
  }

  private static byte @Nullable [] asCString(String stored) {
    byte[] ascii = stored.getBytes(StandardCharsets.US_ASCII);
    return ascii.length < PASSWORD_STRING ? Arrays.copyOf(ascii, PASSWORD_STRING) : null;
  }

  private static void require(String function, int returnCode) {
    if (returnCode != 0) {
      throw new SodiumException(function + ": " + returnCode + " (expected: 0)");
    }
  }

  private static void requireSize(String name, int size, int expected) {
    if (size != expected) {
      throw new IllegalArgumentException(name + ": " + size + " B (expected: " + expected + ")");
    }
  }
}
