package dev.letterlock.server.config;

import dev.letterlock.server.config.value.InvalidValueException;
import dev.letterlock.server.config.value.JwtKey;
import dev.letterlock.server.config.value.Secret;
import dev.letterlock.server.config.value.Secrets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Secrets that nobody configured: made at the first start and kept in {@code DATA_DIR}, readable by
 * the owner only. Call it while holding the lock on {@code DATA_DIR}; it blocks on the disk.
 */
public final class KeptSecrets {
  public static final String ADMIN_TOKEN_FILE = "admin-token";
  static final String JWT_SECRET_FILE = "jwt-secret";

  private final Path dataDir;
  private final SecureRandom random;

  public KeptSecrets(Path dataDir, SecureRandom random) {
    this.dataDir = dataDir;
    this.random = random;
  }

  /**
   * The configured keys, else the kept ones, else new ones that are kept from now on.
   *
   * @throws ConfigException when the kept file can be neither used nor made
   */
  public List<JwtKey> jwtKeys(ServerConfig.Auth auth) {
    return auth.jwtKeys().isEmpty()
        ? kept(Keys.JWT_SECRET, JWT_SECRET_FILE, Secrets::newJwtEntry)
        : auth.jwtKeys();
  }

  /**
   * The configured token, else the kept one, else a new one that is kept from now on.
   *
   * @throws ConfigException when the kept file can be neither used nor made
   */
  public Secret adminToken(ServerConfig.Auth auth) {
    Secret configured = auth.adminToken();
    return configured != null
        ? configured
        : kept(Keys.ADMIN_TOKEN, ADMIN_TOKEN_FILE, Secrets::newToken);
  }

  private <T> T kept(Key<T> key, String name, Function<SecureRandom, Secret> maker) {
    Path file = dataDir.resolve(name);
    try {
      if (!Files.exists(file)) {
        write(file, maker.apply(random).expose());
      }
      return key.type().parser().parse(Files.readString(file).strip());
    } catch (IOException e) {
      throw fault(key, file, "can be neither read nor made", "Make DATA_DIR writable");
    } catch (InvalidValueException e) {
      throw fault(key, file, e.reason(), "Delete the file, or set " + key.name());
    }
  }

  /** Whole or not at all: a crash half-way must not leave a short key behind. */
  private void write(Path file, String text) throws IOException {
    Files.createDirectories(dataDir);
    Path fresh = dataDir.resolve(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static ConfigException fault(Key<?> key, Path file, String reason, String mend) {
    return new ConfigException(List.of(new ConfigFault(key.name(), file.toString(), reason, mend)));
  }
}
