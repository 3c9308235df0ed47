package dev.letterlock.server.config;

import dev.letterlock.server.config.value.Cidr;
import dev.letterlock.server.config.value.JwtKey;
import dev.letterlock.server.config.value.Rates;
import dev.letterlock.server.config.value.Secrets;
import dev.letterlock.server.limits.Rate;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.settings.Key;
import dev.letterlock.settings.SharedKeys;
import dev.letterlock.settings.value.Numbers;
import dev.letterlock.settings.value.Secret;
import dev.letterlock.settings.value.Texts;
import dev.letterlock.storage.inbox.Durability;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Every configuration key, in the order in which the documents show them. Each is declared once:
 * here, or in {@link SharedKeys} where other programs read it too.
 */
public final class Keys {
  public static final Key<Secret> MONGODB_URI =
      Key.secret(
          "MONGODB_URI",
          Secrets.mongoUri(),
          "embedded, in DATA_DIR",
          "A MongoDB server for accounts, receipts, aged inboxes and jobs.",
          "mongodb://localhost:27017/letterlock");
  public static final Key<Secret> REDIS_URL =
      Key.secret(
          "REDIS_URL",
          Secrets.redisUri(),
          "in DATA_DIR",
          "A Redis that keeps the messages that wait, persistent and never evicting.",
          "redis://localhost:6379");
  static final Key<Integer> REPLICA_ACKS =
      Key.of(
          "REPLICA_ACKS",
          Numbers.whole("a number", 0, 16),
          "0",
          "Replicas of REDIS_URL that must have a message before it is accepted.",
          "1");
  public static final Key<Durability> DURABILITY =
      Key.of(
          "DURABILITY",
          Texts.choice(Durability.class),
          "sync",
          "Whether Accepted waits for the disk (sync) or only for the operating system (relaxed).",
          "relaxed");
  static final Key<Duration> RETENTION =
      Key.of(
          "RETENTION",
          Numbers.duration("1m", "365d"),
          "30d",
          "How long an undelivered message waits, and how long a silent device keeps its place.",
          "14d");
  static final Key<Integer> INBOX_LIMIT =
      Key.of(
          "INBOX_LIMIT",
          Numbers.whole("a number", 1, 10_000_000),
          "10000",
          "Undelivered messages that one device may have waiting.",
          "50000");
  static final Key<Duration> INBOX_AGE =
      Key.of(
          "INBOX_AGE",
          Numbers.duration("1s", "365d"),
          "1d",
          "Age at which waiting messages move to MongoDB, when MONGODB_URI is set.",
          "6h");
  static final Key<Duration> ACCEPTED_HORIZON =
      Key.of(
          "ACCEPTED_HORIZON",
          Numbers.duration("0s", "1h"),
          "60s",
          "How long clients keep what was accepted, to send it again if the server lost its disk.",
          "5m");
  public static final Key<Path> BLOB_DIR =
      Key.optional(
          "BLOB_DIR",
          Texts.path("a directory, made when missing"),
          "DATA_DIR/blobs",
          "Where attachments are kept; servers that serve together need one that they share.",
          "/mnt/shared/letterlock-blobs");
  static final Key<Long> BLOB_MAX =
      Key.of(
          "BLOB_MAX",
          Numbers.bytes("2k", "17g"),
          "100m",
          "Bytes of one attachment as it is stored, which is up to an eighth more than the file.",
          "1g");
  static final Key<Long> BLOB_QUOTA =
      Key.of(
          "BLOB_QUOTA",
          Numbers.bytes("64k", "100000g"),
          "1g",
          "Bytes that the attachments of one user may take, each counted with 4 KiB more.",
          "10g");
  static final Key<Duration> BLOB_RETENTION =
      Key.of(
          "BLOB_RETENTION",
          Numbers.duration("1m", "365d"),
          "30d",
          "How long an attachment is kept; an upload that is not finished, a day at most.",
          "90d");
  static final Key<List<JwtKey>> JWT_SECRET =
      Key.secret(
          "JWT_SECRET",
          Secrets.jwtKeys(),
          "made once and kept in DATA_DIR/jwt-secret",
          "Keys of the access tokens; the first signs, all verify; ./letterlock genkey makes one."
              + " With REDIS_URL and MONGODB_URI all servers need the same.",
          "2026a:bGV0dGVybG9jay1leGFtcGxlLW5vdC1hLXNlY3JldC4uLg==");
  static final Key<Duration> ACCESS_TOKEN_TTL =
      Key.of(
          "ACCESS_TOKEN_TTL",
          Numbers.duration("10s", "1d"),
          "15m",
          "How long an access token is good for.",
          "5m");
  static final Key<Duration> REFRESH_TOKEN_TTL =
      Key.of(
          "REFRESH_TOKEN_TTL",
          Numbers.duration("1m", "365d"),
          "30d",
          "How long a refresh token is good for.",
          "90d");
  static final Key<Registration> REGISTRATION =
      Key.of(
          "REGISTRATION",
          Texts.choice(Registration.class),
          "open",
          "Whether anybody may make an account (open) or only an operator (closed).",
          "closed");
  static final Key<Integer> PASSWORD_HASH_CONCURRENCY =
      Key.of(
          "PASSWORD_HASH_CONCURRENCY",
          Numbers.whole("a number", 1, 64),
          "2",
          "Password hashes computed at the same time; each takes a core and tens of MiB.",
          "4");
  static final Key<Path> TLS_KEY =
      Key.optional(
          "TLS_KEY",
          Texts.file("a PEM file that exists"),
          "no TLS",
          "Private key of TLS_CERT, in PKCS#8.",
          "/etc/letterlock/key.pem");
  static final Key<List<String>> ALLOWED_ORIGINS =
      Key.optional(
          "ALLOWED_ORIGINS",
          Texts.list(Texts.origin()),
          "no browser from elsewhere",
          "Origins whose pages may connect; * for any.",
          "https://chat.example.org");
  static final Key<List<Cidr>> TRUSTED_PROXIES =
      Key.optional(
          "TRUSTED_PROXIES",
          Texts.list(Cidr.type()),
          "none",
          "Proxies whose word about the client's address is believed.",
          "10.0.0.0/8,::1");
  static final Key<Boolean> LIMIT_LOOPBACK =
      Key.of(
          "LIMIT_LOOPBACK",
          Texts.flag(),
          "false",
          "Whether the limits per address also hold for clients on loopback.",
          "true");
  static final Key<Integer> CONNECTIONS_PER_ADDRESS =
      Key.of(
          "CONNECTIONS_PER_ADDRESS",
          Numbers.whole("a number", 1, 1_000_000),
          "1000",
          "Connections that one address may have open.",
          "50");

  /** What an address or an account may do how often. */
  static final Map<RateLimit, Key<Rate>> RATES = rates();

  static final Key<Integer> WRITE_BUFFER =
      Key.of(
          "WRITE_BUFFER",
          Numbers.size("32k", "64m"),
          "256k",
          "Bytes that may wait for one slow reader before it is served from its inbox instead.",
          "1m");
  public static final Key<Transport> TRANSPORT =
      Key.of(
          "TRANSPORT",
          Texts.choice(Transport.class),
          "auto",
          "How sockets are served; auto takes the best that works.",
          "epoll");
  static final Key<Integer> EVENT_LOOPS =
      Key.of(
          "EVENT_LOOPS",
          Numbers.whole("a number", 0, 256),
          "0",
          "Threads that serve sockets; 0 for one per core.",
          "4");
  static final Key<Integer> DRAIN_SECONDS =
      Key.of(
          "DRAIN_SECONDS",
          Numbers.whole("a number", 0, 600),
          "10",
          "How long a stopping server lets its sessions finish.",
          "30");
  public static final Key<URI> WEBHOOK_URL =
      Key.optional(
          "WEBHOOK_URL",
          Texts.webUrl(),
          "no notifications",
          "Where wake-up notifications for absent devices are posted; needs WEBHOOK_SECRET.",
          "https://push.example.org/wake");
  public static final Key<Secret> WEBHOOK_SECRET =
      Key.secret(
          "WEBHOOK_SECRET",
          Secret.token(),
          "no notifications",
          "Signs what is posted to WEBHOOK_URL.",
          "an-example-of-at-least-32-characters");
  static final Key<Duration> NOTIFY_DEBOUNCE =
      Key.of(
          "NOTIFY_DEBOUNCE",
          Numbers.duration("0s", "1h"),
          "30s",
          "Least time between two wake-ups of one device, unless a message is urgent.",
          "10s");
  static final Key<LogLevel> LOG_LEVEL =
      Key.of(
          "LOG_LEVEL",
          Texts.choice(LogLevel.class),
          "info",
          "The least severe level logged.",
          "debug");
  static final Key<LogFormat> LOG_FORMAT =
      Key.of(
          "LOG_FORMAT",
          Texts.choice(LogFormat.class),
          "human",
          "Lines for a person (human) or for a program (json).",
          "json");

  /** In the order of the documents. */
  public static final List<Key<?>> ALL = inOrder();

  /** What says where data is kept. */
  static final List<Key<?>> STORAGE =
      List.of(
          SharedKeys.DATA_DIR,
          MONGODB_URI,
          REDIS_URL,
          REPLICA_ACKS,
          DURABILITY,
          RETENTION,
          INBOX_AGE,
          ACCEPTED_HORIZON,
          BLOB_DIR,
          BLOB_MAX,
          BLOB_QUOTA,
          BLOB_RETENTION);

  /** What the command that moves data is told. */
  public static final List<Key<?>> MIGRATION =
      List.of(SharedKeys.DATA_DIR, MONGODB_URI, REDIS_URL, REPLICA_ACKS, DURABILITY);

  private Keys() {}

  private static List<Key<?>> inOrder() {
    List<Key<?>> all = new ArrayList<>();
    Collections.addAll(
        all,
        SharedKeys.PORT,
        SharedKeys.BIND,
        SharedKeys.MANAGEMENT_PORT,
        SharedKeys.DATA_DIR,
        MONGODB_URI,
        REDIS_URL,
        REPLICA_ACKS,
        DURABILITY,
        RETENTION,
        INBOX_LIMIT,
        INBOX_AGE,
        ACCEPTED_HORIZON,
        BLOB_DIR,
        BLOB_MAX,
        BLOB_QUOTA,
        BLOB_RETENTION,
        JWT_SECRET,
        ACCESS_TOKEN_TTL,
        REFRESH_TOKEN_TTL,
        REGISTRATION,
        PASSWORD_HASH_CONCURRENCY,
        SharedKeys.ADMIN_TOKEN,
        SharedKeys.TLS_CERT,
        TLS_KEY,
        ALLOWED_ORIGINS,
        TRUSTED_PROXIES,
        LIMIT_LOOPBACK,
        CONNECTIONS_PER_ADDRESS);
    all.addAll(RATES.values());
    Collections.addAll(
        all,
        WRITE_BUFFER,
        TRANSPORT,
        EVENT_LOOPS,
        DRAIN_SECONDS,
        WEBHOOK_URL,
        WEBHOOK_SECRET,
        NOTIFY_DEBOUNCE,
        LOG_LEVEL,
        LOG_FORMAT);
    return List.copyOf(all);
  }

  private static Map<RateLimit, Key<Rate>> rates() {
    Map<RateLimit, Key<Rate>> keys = new EnumMap<>(RateLimit.class);
    for (RateLimit limit : RateLimit.values()) {
      String usual = Rates.text(limit.usual());
      keys.put(
          limit,
          Key.of("LIMIT_" + limit.name(), Rates.type(), usual, limit.meaning() + ".", "5+1/1m"));
    }
    return Collections.unmodifiableMap(keys);
  }
}
