package dev.letterlock.crypto.e2ee.prekey;

import com.fasterxml.jackson.databind.JsonNode;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.KemKeyPair;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.e2ee.ScriptedRandom;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The pre-keys of B in docs/vectors/e1-pairwise.json. */
public final class PublishedPreKeys {

  private PublishedPreKeys() {}

  public static OwnPreKeys of(JsonNode node) {
    return new OwnPreKeys(
        List.of(
            new SignedSecret(
                SignedPreKey.parse(bytes(node, "/signed/bundle")),
                secret(node, "/signed/secret"),
                0,
                Set.of())),
        List.of(
            new OneTimeSecret(
                OneTimePreKey.parse(bytes(node, "/oneTime/bundle")),
                secret(node, "/oneTime/secret"))),
        List.of(kem(node.get("lastResort")), kem(node.get("kem"))));
  }

  /** What the server hands out of them. */
  public static PreKeyBundle bundle(DeviceCert owner, JsonNode node, boolean withOneTimeKeys) {
    return PreKeyBundle.parse(
        owner.encode(),
        bytes(node, "/signed/bundle"),
        withOneTimeKeys ? bytes(node, "/oneTime/bundle") : new byte[OneTimePreKey.SIZE],
        bytes(node, withOneTimeKeys ? "/kem/bundle" : "/lastResort/bundle"));
  }

  private static KemSecret kem(JsonNode node) {
    KemPreKey key = KemPreKey.parse(bytes(node, "/bundle"));
    ScriptedRandom seed = new ScriptedRandom();
    seed.serve(bytes(node, "/seed"));
    KemKeyPair pair = KemKeyPair.generate(seed);
    if (!pair.publicKey().equals(key.key())) {
      throw new AssertionError("the seed does not lead to the key");
    }
    return new KemSecret(key, pair.pkcs8(), 0);
  }

  private static SecretBytes secret(JsonNode node, String pointer) {
    return SecretBytes.copyOf(bytes(node, pointer));
  }

  private static byte[] bytes(JsonNode node, String pointer) {
    return HexFormat.of().parseHex(node.at(pointer).asText());
  }
}
