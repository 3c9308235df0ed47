package dev.letterlock.server.config;

import dev.letterlock.server.limits.Rate;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.ConfigFault;
import dev.letterlock.settings.Key;
import dev.letterlock.settings.Settings;
import dev.letterlock.settings.SharedKeys;
import dev.letterlock.settings.Sources;
import dev.letterlock.settings.value.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns settings into the server's configuration, and checks what concerns two keys at once. */
public final class ConfigReader {
  private static final String BLOBS = "blobs";

  private ConfigReader() {}

  /**
   * Reads every key.
   *
   * @throws ConfigException with every fault of every key
   */
  public static ServerConfig read(Sources sources) {
    return assemble(settings(sources));
  }

  /**
   * Reads every key, and refuses what does not work on this machine.
   *
   * @throws ConfigException with every fault of every key
   */
  public static ServerConfig read(Sources sources, Machine machine) {
    Settings settings = resolve(sources);
    Path dataDir = settings.find(SharedKeys.DATA_DIR);
    String other = dataDir == null ? null : machine.serverOn(dataDir);
    if (other != null) {
      settings.reject(
          SharedKeys.DATA_DIR,
          dataDir + " is in use by the server with process id " + other,
          "Stop that server, or give this one another DATA_DIR");
    }
    Here here = new Here(settings, machine);
    here.requireWhatIsShared();
    here.requireRoom();
    return assemble(settings.orThrow());
  }

  /**
   * Reads every key and looks for what does not work on this machine; what belongs to a server that
   * runs on DATA_DIR already is no fault.
   */
  public static Examined examine(Sources sources, Machine machine) {
    Settings settings = resolve(sources);
    Set<String> unread =
        settings.faults().stream().map(ConfigFault::key).collect(Collectors.toUnmodifiableSet());
    Path dataDir = settings.find(SharedKeys.DATA_DIR);
    String running = dataDir == null ? null : machine.serverOn(dataDir);
    Here here = new Here(settings, machine);
    here.requireWhatIsShared();
    if (running == null) {
      here.requireRoom();
    }
    return new Examined(
        assemble(resolve(sources.without(unread))), unread, running, settings.faults());
  }

  /**
   * A configuration with all that is wrong with it.
   *
   * @param config with the defaults of keys that cannot be understood
   * @param unread the names of those keys
   * @param server the process id of the server that runs on DATA_DIR; null when none does
   */
  public record Examined(
      ServerConfig config, Set<String> unread, @Nullable String server, List<ConfigFault> faults) {

    /** Whether the configuration says what these keys say. */
    public boolean understands(Key<?>... keys) {
      return Arrays.stream(keys).map(Key::name).noneMatch(unread::contains);
    }

    /** Whether nothing is wrong with a key, neither what it says nor what it names. */
    public boolean isSound(Key<?> key) {
      return faults.stream().noneMatch(fault -> fault.key().equals(key.name()));
    }
  }

  /**
   * Reads where data is, and where it is to be moved: both databases have to be named.
   *
   * @throws ConfigException with every fault of every key of {@link Keys#STORAGE}
   */
  public static ServerConfig.Storage migration(Sources sources) {
    Settings settings = Settings.resolve(Keys.STORAGE, sources);
    requireTarget(settings, Keys.MONGODB_URI, "a MongoDB server for the accounts");
    requireTarget(settings, Keys.REDIS_URL, "a Redis for the messages that wait");
    return storage(settings.orThrow());
  }

  private static void requireTarget(Settings settings, Key<?> key, String what) {
    boolean faulty = settings.faults().stream().anyMatch(fault -> fault.key().equals(key.name()));
    if (!settings.isSet(key) && !faulty) {
      settings.reject(key, "missing: it says where to move to", "Name " + what);
    }
  }

  /** As {@link #read}, before the keys are sorted into areas. */
  static Settings settings(Sources sources) {
    return resolve(sources).orThrow();
  }

  private static Settings resolve(Sources sources) {
    Settings settings = Settings.resolve(Keys.ALL, sources);
    requireBoth(settings, SharedKeys.TLS_CERT, Keys.TLS_KEY);
    requireBoth(settings, Keys.WEBHOOK_URL, Keys.WEBHOOK_SECRET);
    requireDistinctPorts(settings);
    requireOneSecret(settings);
    return settings;
  }

  private static void requireBoth(Settings settings, Key<?> one, Key<?> other) {
    if (settings.isSet(one) && !settings.isSet(other)) {
      settings.reject(other, "missing, but " + one.name() + " is set", "Set both or neither");
    }
    if (settings.isSet(other) && !settings.isSet(one)) {
      settings.reject(one, "missing, but " + other.name() + " is set", "Set both or neither");
    }
  }

  private static void requireDistinctPorts(Settings settings) {
    Integer port = settings.find(SharedKeys.PORT);
    if (port != null && port != 0 && port.equals(settings.find(SharedKeys.MANAGEMENT_PORT))) {
      settings.reject(
          SharedKeys.MANAGEMENT_PORT,
          "the same as PORT",
          "Give a port of its own, for instance 8081");
    }
  }

  /** What several servers have in common they sign and verify with the same keys. */
  private static void requireOneSecret(Settings settings) {
    if (settings.isSet(Keys.REDIS_URL)
        && settings.isSet(Keys.MONGODB_URI)
        && !settings.isSet(Keys.JWT_SECRET)) {
      settings.reject(
          Keys.JWT_SECRET,
          "missing, but REDIS_URL and MONGODB_URI are set, so that several servers may serve together",
          "Make one with ./letterlock genkey, and set the same value on all servers");
    }
  }

  private static ServerConfig assemble(Settings settings) {
    return new ServerConfig(
        net(settings),
        storage(settings),
        new ServerConfig.Limits(
            settings.get(Keys.INBOX_LIMIT),
            settings.get(Keys.LIMIT_LOOPBACK),
            settings.get(Keys.CONNECTIONS_PER_ADDRESS),
            rates(settings),
            settings.get(Keys.PASSWORD_HASH_CONCURRENCY)),
        auth(settings),
        new ServerConfig.Notifications(webhook(settings), settings.get(Keys.NOTIFY_DEBOUNCE)),
        new ServerConfig.Log(settings.get(Keys.LOG_LEVEL), settings.get(Keys.LOG_FORMAT)));
  }

  private static Map<RateLimit, Rate> rates(Settings settings) {
    Map<RateLimit, Rate> rates = new EnumMap<>(RateLimit.class);
    Keys.RATES.forEach((limit, key) -> rates.put(limit, settings.get(key)));
    return rates;
  }

  private static ServerConfig.Net net(Settings settings) {
    return new ServerConfig.Net(
        settings.get(SharedKeys.BIND),
        settings.get(SharedKeys.PORT),
        settings.get(SharedKeys.MANAGEMENT_PORT),
        tls(settings),
        orEmpty(settings.find(Keys.ALLOWED_ORIGINS)),
        orEmpty(settings.find(Keys.TRUSTED_PROXIES)),
        loops(settings));
  }

  private static ServerConfig.Loops loops(Settings settings) {
    int threads = settings.get(Keys.EVENT_LOOPS);
    return new ServerConfig.Loops(
        settings.get(Keys.TRANSPORT),
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
        settings.get(Keys.WRITE_BUFFER),
        Duration.ofSeconds(settings.get(Keys.DRAIN_SECONDS)));
  }

  private static ServerConfig.Storage storage(Settings settings) {
    return new ServerConfig.Storage(
        settings.get(SharedKeys.DATA_DIR),
        settings.origin(SharedKeys.DATA_DIR),
        settings.find(Keys.MONGODB_URI),
        settings.get(Keys.DURABILITY),
        settings.get(Keys.RETENTION),
        new ServerConfig.Inboxes(redis(settings), settings.get(Keys.INBOX_AGE)),
        settings.get(Keys.ACCEPTED_HORIZON),
        blobs(settings));
  }

  private static ServerConfig.Blobs blobs(Settings settings) {
    Path directory = settings.find(Keys.BLOB_DIR);
    return new ServerConfig.Blobs(
        directory == null ? settings.get(SharedKeys.DATA_DIR).resolve(BLOBS) : directory,
        settings.get(Keys.BLOB_MAX),
        settings.get(Keys.BLOB_QUOTA),
        settings.get(Keys.BLOB_RETENTION));
  }

  private static ServerConfig.@Nullable Redis redis(Settings settings) {
    Secret url = settings.find(Keys.REDIS_URL);
    return url == null ? null : new ServerConfig.Redis(url, settings.get(Keys.REPLICA_ACKS));
  }

  private static ServerConfig.Auth auth(Settings settings) {
    return new ServerConfig.Auth(
        orEmpty(settings.find(Keys.JWT_SECRET)),
        settings.find(SharedKeys.ADMIN_TOKEN),
        settings.get(Keys.ACCESS_TOKEN_TTL),
        settings.get(Keys.REFRESH_TOKEN_TTL),
        settings.get(Keys.REGISTRATION));
  }

  private static ServerConfig.@Nullable Tls tls(Settings settings) {
    Path certificate = settings.find(SharedKeys.TLS_CERT);
    Path key = settings.find(Keys.TLS_KEY);
    return certificate == null || key == null ? null : new ServerConfig.Tls(certificate, key);
  }

  private static ServerConfig.@Nullable Webhook webhook(Settings settings) {
    URI url = settings.find(Keys.WEBHOOK_URL);
    Secret secret = settings.find(Keys.WEBHOOK_SECRET);
    return url == null || secret == null ? null : new ServerConfig.Webhook(url, secret);
  }

  private static <T> List<T> orEmpty(@Nullable List<T> values) {
    return values == null ? List.of() : values;
  }
}
