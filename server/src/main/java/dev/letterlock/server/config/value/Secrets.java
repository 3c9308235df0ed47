package dev.letterlock.server.config.value;

import dev.letterlock.settings.value.InvalidValueException;
import dev.letterlock.settings.value.Secret;
import dev.letterlock.settings.value.Texts;
import dev.letterlock.settings.value.ValueType;
import dev.letterlock.storage.inbox.redis.link.LinkConfig;
import dev.letterlock.storage.mongo.MongoConfig;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Value types that must never be shown, and how new ones are made. */
public final class Secrets {
  private static final int TOKEN_BYTES = 32;
  private static final int KEY_ID_BYTES = 4;

  private Secrets() {}

  /** A MongoDB connection string; secret because it may carry a password. */
  public static ValueType<Secret> mongoUri() {
    return new ValueType<>(
        "a mongodb:// or mongodb+srv:// connection string",
        text -> {
          if (!text.matches("mongodb(\\+srv)?://[^/\\s]+.*")) {
            throw new InvalidValueException("not a MongoDB connection string");
          }
          if (!MongoConfig.understands(text)) {
            throw new InvalidValueException(
                "the driver does not understand it; a port is a number, and in a user name and a"
                    + " password each of : / ? # [ ] @ % is written as %XX");
          }
          return new Secret(text);
        });
  }

  /** Where Redis is; secret because it may carry a password. */
  public static ValueType<Secret> redisUri() {
    return new ValueType<>(
        "a redis://, rediss:// or redis-sentinel:// address",
        text -> {
          if (!text.matches("(rediss?|redis-sentinel)://[^/\\s]+.*")) {
            throw new InvalidValueException("not the address of a Redis");
          }
          if (!LinkConfig.understands(text)) {
            throw new InvalidValueException(
                "it cannot be understood; a port is a number, and in a user name and a password each"
                    + " of : / ? # [ ] @ % is written as %XX");
          }
          return new Secret(text);
        });
  }

  /** One or more {@code kid:base64} with distinct ids; the first signs, all verify. */
  public static ValueType<List<JwtKey>> jwtKeys() {
    return new ValueType<>(
        "kid:base64[,kid:base64…], each key at least 32 bytes, each id once",
        text -> {
          List<JwtKey> keys = Texts.list(new ValueType<>("", JwtKey::parse)).parser().parse(text);
          Set<String> ids = new HashSet<>();
          for (JwtKey key : keys) {
            if (!ids.add(key.id())) {
              throw new InvalidValueException("the key id " + key.id() + " appears twice");
            }
          }
          return keys;
        });
  }

  /** A new random token of 256 bits as base64url. */
  public static Secret newToken(SecureRandom random) {
    return new Secret(
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(random, TOKEN_BYTES)));
  }

  /** A new {@code kid:base64} entry of 256 bits. */
  public static Secret newJwtEntry(SecureRandom random) {
    String id = HexFormat.of().formatHex(bytes(random, KEY_ID_BYTES));
    return new Secret(id + ":" + Base64.getEncoder().encodeToString(bytes(random, TOKEN_BYTES)));
  }

  private static byte[] bytes(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
