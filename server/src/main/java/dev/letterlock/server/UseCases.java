package dev.letterlock.server;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.letterlock.crypto.RequestSignature;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.auth.SessionRevocations;
import dev.letterlock.server.auth.TokenFamilies;
import dev.letterlock.server.auth.TokenLives;
import dev.letterlock.server.auth.TokenUse;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.features.Callers;
import dev.letterlock.server.features.RequestProofs;
import dev.letterlock.server.features.Throttle;
import dev.letterlock.server.features.accounts.Passwords;
import dev.letterlock.server.features.accounts.SignIn;
import dev.letterlock.server.features.admin.Accounts;
import dev.letterlock.server.features.admin.EntryRules;
import dev.letterlock.server.features.admin.ImportAccounts;
import dev.letterlock.server.features.admin.MintTokens;
import dev.letterlock.server.features.blobs.BlobUploads;
import dev.letterlock.server.features.blobs.Blobs;
import dev.letterlock.server.features.devices.Certificates;
import dev.letterlock.server.features.devices.EnrolDevice;
import dev.letterlock.server.features.devices.ListPublication;
import dev.letterlock.server.features.devices.ListRules;
import dev.letterlock.server.features.devices.ReadLists;
import dev.letterlock.server.features.devices.ReplaceList;
import dev.letterlock.server.features.devices.RevokeDevice;
import dev.letterlock.server.features.groups.GroupRules;
import dev.letterlock.server.features.groups.PutGroupState;
import dev.letterlock.server.features.groups.ReadGroup;
import dev.letterlock.server.features.groups.SignerKeys;
import dev.letterlock.server.features.links.LinkMailbox;
import dev.letterlock.server.features.prekeys.ClaimLimits;
import dev.letterlock.server.features.prekeys.DrainGuard;
import dev.letterlock.server.features.prekeys.KeyCounts;
import dev.letterlock.server.features.prekeys.PreKeyClaims;
import dev.letterlock.server.features.prekeys.PreKeyRules;
import dev.letterlock.server.features.prekeys.PreKeyStock;
import dev.letterlock.server.features.prekeys.UploadPreKeys;
import dev.letterlock.server.features.receipts.ReadReceipts;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.server.roster.MembershipCache;
import dev.letterlock.server.roster.RosterCache;
import dev.letterlock.storage.blob.BlobStore;
import dev.letterlock.storage.mongo.MongoStores;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Every use case of one server, wired. */
final class UseCases {
  private final MongoStores stores;
  private final Security security;
  private final RosterCache rosters;
  private final MembershipCache memberships;
  private final Clock clock;
  private final Throttle throttle;
  private final RequestProofs proofs;
  private final Passwords passwords;
  private final TokenFamilies logins;
  private final TokenUse tokenUse;
  private final ListRules listRules;
  private final ListPublication publication;
  private final SessionRevocations sessions;
  private final ServerConfig.Blobs blobLimits;

  /** What is known of users and groups without asking the stores. */
  record Caches(RosterCache rosters, MembershipCache memberships) {}

  /**
   * Wires them.
   *
   * @param threads may block; virtual threads
   */
  UseCases(
      MongoStores stores,
      Security security,
      Caches caches,
      SessionRevocations sessions,
      Executor threads,
      ServerConfig config,
      Clock clock) {
    this.stores = stores;
    this.security = security;
    this.rosters = caches.rosters();
    this.memberships = caches.memberships();
    this.sessions = sessions;
    this.clock = clock;
    this.blobLimits = config.storage().blobs();
    this.throttle = new Throttle(security.limiter());
    this.proofs =
        new RequestProofs(new RequestSignature(security.e1()), security.nonces(), throttle);
    this.passwords = new Passwords(stores.users(), security.hashing(), throttle);
    this.logins =
        new TokenFamilies(
            stores.refreshTokens(),
            stores.endedLogins(),
            security.tokens(),
            new TokenLives(config.auth().accessTokenTtl(), config.auth().refreshTokenTtl()),
            security.revocations(),
            sessions,
            clock);
    this.tokenUse = new TokenUse(logins, threads, Ticker.systemTicker());
    this.listRules = new ListRules(security.e1(), clock);
    this.publication = new ListPublication(stores.deviceLists(), rosters, sessions);
  }

  MongoStores stores() {
    return stores;
  }

  Throttle throttle() {
    return throttle;
  }

  RequestProofs proofs() {
    return proofs;
  }

  TokenUse tokenUse() {
    return tokenUse;
  }

  Callers callers() {
    return new Callers(security.tokens(), security.revocations(), rosters, tokenUse);
  }

  SignIn signIn() {
    return new SignIn(passwords, stores.users(), stores.devices(), rosters, proofs, logins);
  }

  EnrolDevice enrolDevice() {
    return new EnrolDevice(
        certificates(), listRules, proofs, stores.devices(), publication, logins, clock);
  }

  ReplaceList replaceList() {
    return new ReplaceList(listRules, proofs, publication);
  }

  ReadLists readLists() {
    return new ReadLists(stores.users(), stores.deviceLists(), stores.devices(), throttle);
  }

  /**
   * Revocations.
   *
   * @param forgetInbox drops all that waits for a device; may block
   */
  RevokeDevice revokeDevice(Consumer<DeviceAddress> forgetInbox) {
    return new RevokeDevice(
        replaceList(), stores.devices(), rosters, logins, stores.preKeys(), forgetInbox, clock);
  }

  LinkMailbox linkMailbox() {
    return new LinkMailbox(stores.links(), throttle, clock);
  }

  UploadPreKeys uploadPreKeys() {
    return new UploadPreKeys(
        stores.devices(), stores.preKeys(), new PreKeyRules(security.e1()), proofs, rosters, clock);
  }

  /**
   * Claims of pre-keys.
   *
   * @param low told when a device's keys run low
   */
  PreKeyClaims preKeyClaims(ServerMetrics metrics, BiConsumer<DeviceAddress, KeyCounts> low) {
    return new PreKeyClaims(
        rosters,
        stores.devices(),
        stores.preKeys(),
        new ClaimLimits(throttle, Ticker.systemTicker()),
        new DrainGuard(security.e1(), stores.preKeys(), stores.conversations()),
        metrics,
        new PreKeyStock(stores.preKeys(), clock, low));
  }

  /**
   * Uploads of attachments.
   *
   * @param bytes where they go
   */
  BlobUploads blobUploads(BlobStore bytes, ServerMetrics metrics) {
    return new BlobUploads(
        stores.blobs(), bytes, security.e1(), blobLimits, throttle, metrics, clock);
  }

  /**
   * Attachments that are there.
   *
   * @param bytes where they are
   */
  Blobs blobs(BlobStore bytes, ServerMetrics metrics) {
    return new Blobs(stores.blobs(), bytes, throttle, metrics, clock);
  }

  ReadReceipts readReceipts() {
    return new ReadReceipts(stores.conversations(), stores.groups(), stores.receipts());
  }

  PutGroupState putGroupState() {
    return new PutGroupState(
        stores.devices(),
        stores.groups(),
        new GroupRules(security.e1(), clock, new SignerKeys(security.e1(), stores.deviceLists())),
        proofs,
        rosters,
        memberships);
  }

  ReadGroup readGroup() {
    return new ReadGroup(stores.groups(), throttle);
  }

  Accounts accounts() {
    return new Accounts(passwords, stores.users(), stores.devices(), rosters, logins, sessions);
  }

  ImportAccounts importAccounts(int workers) {
    EntryRules rules =
        new EntryRules(certificates(), listRules, new PreKeyRules(security.e1()), passwords);
    return new ImportAccounts(rules, stores.bulkImport(), rosters, clock, workers);
  }

  MintTokens mintTokens() {
    return new MintTokens(stores.users(), rosters, security.tokens());
  }

  private Certificates certificates() {
    return new Certificates(security.e1());
  }
}
