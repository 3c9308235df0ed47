package dev.letterlock.server;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.api.AccountEndpoints;
import dev.letterlock.server.api.AddressLimits;
import dev.letterlock.server.api.BlobEndpoints;
import dev.letterlock.server.api.DeviceEndpoints;
import dev.letterlock.server.api.Gate;
import dev.letterlock.server.api.GroupEndpoints;
import dev.letterlock.server.api.LinkEndpoints;
import dev.letterlock.server.api.PreKeyEndpoints;
import dev.letterlock.server.api.Refusals;
import dev.letterlock.server.api.RouteTable;
import dev.letterlock.server.api.UserEndpoints;
import dev.letterlock.server.api.management.AccountAdminEndpoints;
import dev.letterlock.server.api.management.AdminGate;
import dev.letterlock.server.api.management.BackupEndpoint;
import dev.letterlock.server.api.management.HealthEndpoints;
import dev.letterlock.server.api.management.ImportEndpoint;
import dev.letterlock.server.api.management.TokenEndpoint;
import dev.letterlock.server.config.Registration;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.features.admin.HeapProbe;
import dev.letterlock.server.features.backup.Backup;
import dev.letterlock.server.features.prekeys.PreKeyClaims;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.settings.value.Secret;
import dev.letterlock.storage.blob.BlobStore;
import java.time.Clock;
import java.util.function.Consumer;

/** The HTTP routes of both ports, wired to the use cases. */
final class Routes {
  private final ServerConfig config;
  private final UseCases useCases;
  private final JsonCodec json;
  private final ServerMetrics metrics;
  private final Clock clock;

  Routes(
      ServerConfig config, UseCases useCases, JsonCodec json, ServerMetrics metrics, Clock clock) {
    this.config = config;
    this.useCases = useCases;
    this.json = json;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * The routes of the port for clients.
   *
   * @param forgetInbox drops all that waits for a device; may block
   */
  RouteTable forClients(PreKeyClaims claims, Consumer<DeviceAddress> forgetInbox, BlobStore blobs) {
    RouteTable routes = new RouteTable(new Refusals(metrics));
    Gate gate = new Gate(useCases.callers());
    new AccountEndpoints(
            useCases.signIn(),
            useCases.proofs(),
            gate,
            new AddressLimits(useCases.throttle(), config.limits().loopbackToo()),
            config.auth().registration() == Registration.OPEN,
            json,
            clock)
        .addTo(routes);
    new DeviceEndpoints(
            useCases.enrolDevice(),
            useCases.replaceList(),
            useCases.revokeDevice(forgetInbox),
            useCases.stores().devices(),
            gate,
            json)
        .addTo(routes);
    new LinkEndpoints(useCases.linkMailbox(), gate, json).addTo(routes);
    new PreKeyEndpoints(useCases.uploadPreKeys(), claims, gate, json).addTo(routes);
    new GroupEndpoints(useCases.putGroupState(), useCases.readGroup(), gate, json).addTo(routes);
    new UserEndpoints(useCases.readLists(), useCases.readReceipts(), gate).addTo(routes);
    new BlobEndpoints(
            useCases.blobUploads(blobs, metrics),
            useCases.blobs(blobs, metrics),
            config.storage().blobs().max(),
            gate,
            json)
        .addTo(routes);
    return routes;
  }

  /** The routes of the port for the operator. */
  RouteTable forOperator(HealthEndpoints health, Backup backup, Secret adminToken) {
    RouteTable routes = new RouteTable(new Refusals(metrics));
    AdminGate gate = new AdminGate(adminToken);
    health.addTo(routes);
    new AccountAdminEndpoints(useCases.accounts(), new HeapProbe(), gate, json).addTo(routes);
    int workers = Runtime.getRuntime().availableProcessors();
    new ImportEndpoint(useCases.importAccounts(workers), gate, json).addTo(routes);
    new TokenEndpoint(useCases.mintTokens(), config.auth().accessTokenTtl(), gate, json)
        .addTo(routes);
    new BackupEndpoint(backup, gate, json).addTo(routes);
    return routes;
  }
}
