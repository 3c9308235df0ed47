package dev.letterlock.server.config;

import dev.letterlock.server.config.value.JwtKey;
import dev.letterlock.server.config.value.Secrets;
import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.ConfigFault;
import dev.letterlock.settings.Key;
import dev.letterlock.settings.Settings;
import dev.letterlock.settings.SharedKeys;
import dev.letterlock.settings.value.InvalidValueException;
import dev.letterlock.settings.value.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Secrets that nobody configured: made at the first start and kept in {@code DATA_DIR}, readable by
 * the owner only. Call it while holding the lock on {@code DATA_DIR}; it blocks on the disk.
 */
public final class KeptSecrets {
  private static final Kept<List<JwtKey>> JWT_SECRET =
      new Kept<>(Keys.JWT_SECRET, "jwt-secret", Secrets::newJwtEntry);
  private static final Kept<Secret> ADMIN_TOKEN =
      new Kept<>(SharedKeys.ADMIN_TOKEN, SharedKeys.KEPT_ADMIN_TOKEN, Secrets::newToken);

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
    return auth.jwtKeys().isEmpty() ? kept(JWT_SECRET) : auth.jwtKeys();
  }

  /**
   * The configured token, else the kept one, else a new one that is kept from now on.
   *
   * @throws ConfigException when the kept file can be neither used nor made
   */
  public Secret adminToken(ServerConfig.Auth auth) {
    Secret configured = auth.adminToken();
    return configured != null ? configured : kept(ADMIN_TOKEN);
  }

  /** What is wrong with the kept files of what is configured nowhere; makes none. */
  static List<ConfigFault> faults(Settings settings, Path dataDir) {
    return Stream.of(JWT_SECRET, ADMIN_TOKEN)
        .filter(kept -> !settings.isSet(kept.key()))
        .map(kept -> kept.fault(dataDir))
        .flatMap(Optional::stream)
        .toList();
  }

  private <T> T kept(Kept<T> kept) {
    Path file = kept.in(dataDir);
    try {
      if (!Files.exists(file)) {
        write(file, kept.maker().apply(random).expose());
      }
      return kept.read(file);
    } catch (IOException e) {
      throw new ConfigException(List.of(kept.unreadable(file)));
    } catch (InvalidValueException e) {
      throw new ConfigException(List.of(kept.damaged(file, e)));
    }
  }

  /** Whole or not at all: a crash half-way must not leave a short key behind. */
  private void write(Path file, String text) throws IOException {
    Files.createDirectories(dataDir);
    WholeFile.write(
        file,
        text + "\n",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** A secret that has a file in DATA_DIR when its key is not set. */
  private record Kept<T>(Key<T> key, String name, Function<SecureRandom, Secret> maker) {
    Path in(Path dataDir) {
      return dataDir.resolve(name);
    }

    T read(Path file) throws IOException, InvalidValueException {
      return key.type().parser().parse(Files.readString(file).strip());
    }

    Optional<ConfigFault> fault(Path dataDir) {
      Path file = in(dataDir);
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      try {
        read(file);
        return Optional.empty();
      } catch (IOException e) {
        return Optional.of(unreadable(file));
      } catch (InvalidValueException e) {
        return Optional.of(damaged(file, e));
      }
    }

    ConfigFault unreadable(Path file) {
      return new ConfigFault(
          key.name(),
          file.toString(),
          "can be neither read nor made",
          "Make DATA_DIR writable and the file readable for this user");
    }

    ConfigFault damaged(Path file, InvalidValueException e) {
      return new ConfigFault(
          key.name(), file.toString(), e.reason(), "Delete the file, or set " + key.name());
    }
  }
}
