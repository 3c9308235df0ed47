package dev.letterlock.crypto.e2ee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Reads docs/vectors/e1.json, which every implementation of E1 shares. */
public final class Vectors {

  private static final JsonNode ROOT = read();

  private Vectors() {}

  /**
   * The bytes at a JSON pointer.
   *
   * @param pointer such as {@code /keys/A/cert}
   */
  public static byte[] bytes(String pointer) {
    JsonNode node = ROOT.at(pointer);
    if (!node.isTextual()) {
      throw new IllegalArgumentException("pointer: " + pointer + " (expected: one with hex)");
    }
    return HexFormat.of().parseHex(node.asText());
  }

  public static SecretBytes secret(String pointer) {
    return SecretBytes.copyOf(bytes(pointer));
  }

  private static JsonNode read() {
    Path module = Path.of(System.getProperty("basedir", "."));
    try {
      return new ObjectMapper()
          .readTree(Files.readString(module.resolve("../../docs/vectors/e1.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
