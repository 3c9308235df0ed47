package dev.letterlock.server.config;

import dev.letterlock.server.config.value.Cidr;
import dev.letterlock.server.config.value.JwtKey;
import dev.letterlock.server.limits.Rate;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.settings.value.Secret;
import dev.letterlock.storage.inbox.Durability;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an operator decided, read once at start and passed on by area. Immutable; its
 * {@code toString} reveals no secret.
 */
public record ServerConfig(
    Net net, Storage storage, Limits limits, Auth auth, Notifications notifications, Log log) {

  /**
   * The two ports.
   *
   * @param port 0 takes a free one; so does {@code managementPort}, which is always on loopback
   * @param tls null for plain text
   * @param allowedOrigins lower case, or {@code *}; empty lets in no browser page from elsewhere
   */
  public record Net(
      InetAddress bind,
      int port,
      int managementPort,
      @Nullable Tls tls,
      List<String> allowedOrigins,
      List<Cidr> trustedProxies,
      Loops loops) {}

  /** PEM files of the certificate chain and of its PKCS#8 key. */
  public record Tls(Path certificate, Path key) {}

  /**
   * How sockets are served.
   *
   * @param threads event loops, at least 1
   * @param writeBufferBytes what may wait for one slow reader
   * @param drain how long a stopping server lets its sessions finish
   */
  public record Loops(Transport transport, int threads, int writeBufferBytes, Duration drain) {}

  /**
   * What is stored where, and for how long.
   *
   * @param dataDir as given, so relative to the working directory; may not exist yet
   * @param dataDirOrigin where that was given, for messages
   * @param mongodbUri null for the embedded engine
   */
  public record Storage(
      Path dataDir,
      String dataDirOrigin,
      @Nullable Secret mongodbUri,
      Durability durability,
      Duration retention,
      Inboxes inboxes,
      Duration acceptedHorizon,
      Blobs blobs) {}

  /**
   * Sealed files beside messages.
   *
   * @param directory where they are; may not exist yet
   * @param max bytes of one
   * @param quota bytes of all that one user stores
   * @param retention how long one is kept
   */
  public record Blobs(Path directory, long max, long quota, Duration retention) {}

  /**
   * Where messages wait.
   *
   * @param redis null for a directory in DATA_DIR
   * @param age at which they move to MongoDB; of no effect with the embedded one
   */
  public record Inboxes(@Nullable Redis redis, Duration age) {}

  /**
   * A Redis for inboxes.
   *
   * @param replicaAcks replicas that must have a message before it is accepted
   */
  public record Redis(Secret url, int replicaAcks) {}

  /**
   * What one party may use.
   *
   * @param inboxEntries undelivered messages per device
   * @param loopbackToo whether limits per address hold for loopback
   * @param connectionsPerAddress open at the same time
   * @param rates one for each limit
   * @param passwordHashes computed at the same time
   */
  public record Limits(
      int inboxEntries,
      boolean loopbackToo,
      int connectionsPerAddress,
      Map<RateLimit, Rate> rates,
      int passwordHashes) {
    public Limits {
      rates = Map.copyOf(rates);
    }
  }

  /**
   * Who gets in.
   *
   * @param jwtKeys the first signs; empty when none is configured, see {@link KeptSecrets#jwtKeys}
   * @param adminToken null when none is configured, see {@link KeptSecrets#adminToken}
   */
  public record Auth(
      List<JwtKey> jwtKeys,
      @Nullable Secret adminToken,
      Duration accessTokenTtl,
      Duration refreshTokenTtl,
      Registration registration) {}

  /**
   * Wake-ups for devices that are connected nowhere.
   *
   * @param webhook null for none
   */
  public record Notifications(@Nullable Webhook webhook, Duration debounce) {}

  /** Where wake-ups are posted, and what signs them. */
  public record Webhook(URI url, Secret secret) {}

  /** What is logged, and how it looks. */
  public record Log(LogLevel level, LogFormat format) {}
}
