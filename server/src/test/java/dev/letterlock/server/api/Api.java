package dev.letterlock.server.api;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.letterlock.server.api.management.AccountAdminEndpoints;
import dev.letterlock.server.api.management.AdminGate;
import dev.letterlock.server.api.management.HealthEndpoints;
import dev.letterlock.server.api.management.ImportEndpoint;
import dev.letterlock.server.api.management.ReadinessCheck;
import dev.letterlock.server.api.management.TokenEndpoint;
import dev.letterlock.server.auth.Revocations;
import dev.letterlock.server.auth.Tokens;
import dev.letterlock.server.features.accounts.SignIn;
import dev.letterlock.server.features.admin.Accounts;
import dev.letterlock.server.features.admin.EntryRules;
import dev.letterlock.server.features.admin.HeapProbe;
import dev.letterlock.server.features.admin.ImportAccounts;
import dev.letterlock.server.features.admin.MintTokens;
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
import dev.letterlock.server.features.prekeys.ClaimLimits;
import dev.letterlock.server.features.prekeys.DrainGuard;
import dev.letterlock.server.features.prekeys.PreKeyClaims;
import dev.letterlock.server.features.prekeys.PreKeyRules;
import dev.letterlock.server.features.prekeys.PreKeyStock;
import dev.letterlock.server.features.prekeys.UploadPreKeys;
import dev.letterlock.server.features.receipts.ReadReceipts;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.metrics.Meters;
import dev.letterlock.server.roster.MembershipCache;
import dev.letterlock.server.roster.RosterCache;
import dev.letterlock.storage.mongo.MongoStores;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * The use cases and their HTTP API, put together for tests; what sessions need of it is handed out.
 * Closing it ends its threads.
 */
final class Api implements AutoCloseable {

  private final ApiSettings settings;
  private final ApiGround ground;
  private final SignInParts signIn;
  private final ListRules listRules;
  private final Certificates certificates;
  private final PreKeyRules preKeyRules;
  private final PreKeyClaims claims;
  private final MembershipCache memberships;

  public Api(ApiSettings settings, ApiGround ground) {
    this.settings = settings;
    this.ground = ground;
    this.signIn = SignInParts.of(settings, ground);
    this.listRules = new ListRules(ground.e1(), ground.clock());
    this.certificates = new Certificates(ground.e1());
    this.preKeyRules = new PreKeyRules(ground.e1());
    this.claims = claims();
    this.memberships =
        new MembershipCache(
            ground.stores().groups(), 1_000, Executors.newVirtualThreadPerTaskExecutor());
    ground.metrics().gauge(Meters.LIBSODIUM, () -> 1, ground.e1().sodium().version());
  }

  public Tokens tokens() {
    return signIn.tokens();
  }

  public Revocations revocations() {
    return signIn.revocations();
  }

  public MembershipCache memberships() {
    return memberships;
  }

  public RosterCache rosters() {
    return signIn.rosters();
  }

  /** Claims and counts, for sessions too. */
  public PreKeyClaims preKeyClaims() {
    return claims;
  }

  /** The routes of the public port. */
  public RouteTable publicRoutes(JsonCodec json) {
    RouteTable routes = new RouteTable(new Refusals(ground.metrics()));
    Gate gate = new Gate(signIn.callers());
    accounts(gate, json).addTo(routes);
    devices(gate, json).addTo(routes);
    preKeys(gate, json).addTo(routes);
    users(gate).addTo(routes);
    groups(gate, json).addTo(routes);
    return routes;
  }

  /**
   * The routes of the management port.
   *
   * @param facts shown by readiness, such as the durability in force
   */
  public RouteTable managementRoutes(
      JsonCodec json, List<ReadinessCheck> checks, Map<String, String> facts) {
    RouteTable routes = new RouteTable(new Refusals(ground.metrics()));
    AdminGate gate = new AdminGate(settings.adminToken());
    new HealthEndpoints(ground.metrics(), checks, facts).addTo(routes);
    new AccountAdminEndpoints(adminAccounts(), new HeapProbe(), gate, json).addTo(routes);
    new ImportEndpoint(imports(), gate, json).addTo(routes);
    MintTokens mint = new MintTokens(ground.stores().users(), signIn.rosters(), signIn.tokens());
    new TokenEndpoint(mint, settings.tokenLives().access(), gate, json).addTo(routes);
    return routes;
  }

  @Override
  public void close() {
    signIn.hashing().close();
  }

  private AccountEndpoints accounts(Gate gate, JsonCodec json) {
    SignIn entry =
        new SignIn(
            signIn.passwords(ground),
            ground.stores().users(),
            ground.stores().devices(),
            signIn.rosters(),
            signIn.proofs(),
            signIn.logins());
    return new AccountEndpoints(
        entry,
        signIn.proofs(),
        gate,
        new AddressLimits(signIn.throttle(), settings.limits().loopbackToo()),
        settings.registrationOpen(),
        json,
        ground.clock());
  }

  private DeviceEndpoints devices(Gate gate, JsonCodec json) {
    MongoStores stores = ground.stores();
    ListPublication publication =
        new ListPublication(stores.deviceLists(), signIn.rosters(), ground.sessions());
    ReplaceList replaceList = new ReplaceList(listRules, signIn.proofs(), publication);
    EnrolDevice enrol =
        new EnrolDevice(
            certificates,
            listRules,
            signIn.proofs(),
            stores.devices(),
            publication,
            signIn.logins(),
            ground.clock());
    RevokeDevice revoke =
        new RevokeDevice(
            replaceList,
            stores.devices(),
            signIn.rosters(),
            signIn.logins(),
            stores.preKeys(),
            ground.forgetInbox(),
            ground.clock());
    return new DeviceEndpoints(enrol, replaceList, revoke, stores.devices(), gate, json);
  }

  private PreKeyEndpoints preKeys(Gate gate, JsonCodec json) {
    MongoStores stores = ground.stores();
    UploadPreKeys upload =
        new UploadPreKeys(
            stores.devices(), stores.preKeys(), preKeyRules, signIn.proofs(), ground.clock());
    return new PreKeyEndpoints(upload, claims, gate, json);
  }

  private UserEndpoints users(Gate gate) {
    MongoStores stores = ground.stores();
    return new UserEndpoints(
        new ReadLists(stores.users(), stores.deviceLists(), stores.devices(), signIn.throttle()),
        new ReadReceipts(stores.conversations(), stores.groups(), stores.receipts()),
        gate);
  }

  private GroupEndpoints groups(Gate gate, JsonCodec json) {
    MongoStores stores = ground.stores();
    PutGroupState putState =
        new PutGroupState(
            stores.devices(),
            stores.groups(),
            new GroupRules(ground.e1(), ground.clock()),
            signIn.proofs(),
            signIn.rosters(),
            memberships);
    return new GroupEndpoints(
        putState, new ReadGroup(stores.groups(), signIn.throttle()), gate, json);
  }

  private Accounts adminAccounts() {
    return new Accounts(
        signIn.passwords(ground),
        ground.stores().users(),
        ground.stores().devices(),
        signIn.rosters(),
        signIn.logins(),
        ground.sessions());
  }

  private ImportAccounts imports() {
    EntryRules rules =
        new EntryRules(certificates, listRules, preKeyRules, signIn.passwords(ground));
    return new ImportAccounts(
        rules,
        ground.stores().bulkImport(),
        signIn.rosters(),
        ground.clock(),
        Runtime.getRuntime().availableProcessors());
  }

  private PreKeyClaims claims() {
    MongoStores stores = ground.stores();
    return new PreKeyClaims(
        signIn.rosters(),
        stores.devices(),
        stores.preKeys(),
        new ClaimLimits(signIn.throttle(), Ticker.systemTicker()),
        new DrainGuard(ground.e1(), stores.preKeys(), stores.conversations()),
        ground.metrics(),
        new PreKeyStock(stores.preKeys(), ground.clock(), (_, _) -> {}));
  }
}
