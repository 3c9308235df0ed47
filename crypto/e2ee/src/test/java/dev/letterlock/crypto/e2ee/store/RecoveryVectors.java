package dev.letterlock.crypto.e2ee.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Consumer;

/** The text of docs/vectors/e1-recovery.json as the code would write it today. */
final class RecoveryVectors {

  static final PasswordCost CHEAP = new PasswordCost(8 << 10, 1);

  private static final String ABOUT =
      "Recovery files of an account key, docs/E2EE.md 2.2. Bytes as hex, passphrases as text;"
          + " seeds, salts and nonces of equal bytes. refused, by what it is: bytes that give no"
          + " account key under that passphrase.";
  private static final String PASSPHRASE = "correct horse battery staple";
  private static final int SEED = 0x41;
  private static final int SALT = 0x42;
  private static final int NONCE = 0x43;
  private static final int VERSION_AT = 8;
  private static final int USER_AT = 9;
  private static final int MEMORY_AT = 25;
  private static final int PASSES_AT = 36;
  private static final int SALT_AT = 37;
  private static final int NONCE_AT = 53;
  private static final int TAG_AT = 77;
  private static final int SEED_AT = 93;
  private static final UUID USER = UUID.fromString("0a0a0a0a-0000-4000-8000-000000000002");
  private static final E1 E = new E1(Sodium.load());
  private static final ObjectMapper JSON = new ObjectMapper();

  private RecoveryVectors() {}

  static String text() throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    root.put("about", ABOUT);
    ArrayNode files = root.putArray("files");
    good(files.addObject(), "cheap", CHEAP);
    good(files.addObject(), "moderate", RecoveryFile.MODERATE);
    refused(root.putArray("refused"));
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
    return JSON.writer(printer).writeValueAsString(root) + "\n";
  }

  private static void good(ObjectNode out, String name, PasswordCost cost) {
    out.put("name", name)
        .put("passphrase", PASSPHRASE)
        .put("user", USER.toString())
        .put("aik_seed_byte", SEED)
        .put("memory", cost.memoryBytes())
        .put("passes", cost.passes())
        .put("bytes", hex(file(cost)));
  }

  private static void refused(ArrayNode out) {
    byte[] good = file(CHEAP);
    wrong(out, "another passphrase", "R3", good, PASSPHRASE + " ", RecoveryFault.NOT_OPENED);
    wrong(out, "no bytes", "R14", new byte[0], RecoveryFault.NOT_A_RECOVERY_FILE);
    wrong(out, "half a recovery file", "R14", Arrays.copyOf(good, 62), RecoveryFault.BAD_LENGTH);
    wrong(out, "a byte too few", "R14", Arrays.copyOf(good, 124), RecoveryFault.BAD_LENGTH);
    wrong(out, "a byte too many", "R14", Arrays.copyOf(good, 126), RecoveryFault.BAD_LENGTH);
    wrong(out, "another magic", "R1", at(good, 0, 'e'), RecoveryFault.NOT_A_RECOVERY_FILE);
    wrong(out, "another version", "R1", at(good, VERSION_AT, 2), RecoveryFault.BAD_VERSION);
    wrong(out, "another user", "R1", at(good, USER_AT, 0), RecoveryFault.NOT_OPENED);
    wrong(out, "more than 1 GiB", "R14", moreMemory(good), RecoveryFault.TOO_COSTLY);
    wrong(out, "all the memory", "R14", at(good, MEMORY_AT, 0xff), RecoveryFault.TOO_COSTLY);
    wrong(out, "17 passes", "R14", at(good, PASSES_AT, 17), RecoveryFault.TOO_COSTLY);
    wrong(out, "no passes", "R14", at(good, PASSES_AT, 0), RecoveryFault.TOO_COSTLY);
    wrong(out, "other passes", "R1", at(good, PASSES_AT, 2), RecoveryFault.NOT_OPENED);
    wrong(out, "another salt", "R1", at(good, SALT_AT, 0), RecoveryFault.NOT_OPENED);
    wrong(out, "another nonce", "R1", at(good, NONCE_AT, 0), RecoveryFault.NOT_OPENED);
    wrong(out, "tag of the box changed", "R3", flipped(good, TAG_AT), RecoveryFault.NOT_OPENED);
    wrong(out, "sealed seed changed", "R3", flipped(good, SEED_AT), RecoveryFault.NOT_OPENED);
  }

  private static void wrong(
      ArrayNode out, String name, String rule, byte[] bytes, RecoveryFault fault) {
    wrong(out, name, rule, bytes, PASSPHRASE, fault);
  }

  private static void wrong(
      ArrayNode out,
      String name,
      String rule,
      byte[] bytes,
      String passphrase,
      RecoveryFault fault) {
    out.addObject()
        .put("name", name)
        .put("rule", rule)
        .put("passphrase", passphrase)
        .put("bytes", hex(bytes))
        .put("fault", fault.name());
  }

  private static byte[] file(PasswordCost cost) {
    RecoveryFile head =
        new RecoveryFile(USER, cost, filled(SALT, 16), filled(NONCE, 24), RecoveryFile.empty());
    try (SecretBytes seed = SecretBytes.copyOf(filled(SEED, 32).toByteArray());
        Ed25519KeyPair key = E.sodium().signingKeyPair(seed);
        SecretBytes passphrase = SecretBytes.copyOf(PASSPHRASE.getBytes(StandardCharsets.UTF_8))) {
      return RecoveryFile.seal(E, head, key, passphrase).encode();
    }
  }

  private static byte[] moreMemory(byte[] good) {
    return changed(good, bytes -> bytes[MEMORY_AT + 4] = 0x40);
  }

  private static byte[] at(byte[] good, int place, int value) {
    return changed(good, bytes -> bytes[place] = (byte) value);
  }

  private static byte[] flipped(byte[] good, int place) {
    return changed(good, bytes -> bytes[place] ^= 1);
  }

  private static byte[] changed(byte[] good, Consumer<byte[]> change) {
    byte[] bytes = good.clone();
    change.accept(bytes);
    return bytes;
  }

  private static Octets filled(int filler, int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) filler);
    return Octets.of(bytes);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
