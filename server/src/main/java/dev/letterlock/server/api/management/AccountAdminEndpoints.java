package dev.letterlock.server.api.management;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.api.Fields;
import dev.letterlock.server.api.RouteTable;
import dev.letterlock.server.features.admin.Accounts;
import dev.letterlock.server.features.admin.HeapProbe;
import dev.letterlock.server.http.BodyPolicy;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.http.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts one by one, and the forced collection. */
public final class AccountAdminEndpoints {

  private static final BodyPolicy SMALL = BodyPolicy.json(4 << 10);
  private static final int DEFAULT_LIMIT = 100;
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int NO_CONTENT = 204;

  private final Accounts accounts;
  private final HeapProbe heap;
  private final AdminGate gate;
  private final JsonCodec json;

  public AccountAdminEndpoints(Accounts accounts, HeapProbe heap, AdminGate gate, JsonCodec json) {
    this.accounts = accounts;
    this.heap = heap;
    this.gate = gate;
    this.json = json;
  }

  /** Adds the routes. */
  public void addTo(RouteTable routes) {
    routes.post("/admin/users", SMALL, gate.admin(this::create));
    routes.get("/admin/users", gate.admin(this::list));
    routes.post("/admin/users/{name}/disable", SMALL, gate.admin(this::disable));
    routes.get("/admin/users/{name}/sessions", gate.admin(this::sessions));
    routes.post("/admin/users/{name}/revoke", SMALL, gate.admin(this::revoke));
    routes.post("/admin/gc", SMALL, gate.admin(this::collect));
  }

  private record Credentials(String name, String password) {
    @Override
    public String toString() {
      return "Credentials[" + name + "]";
    }
  }

  private record Created(UUID userId) {}

  private record Users(List<UserJson> users, @Nullable UUID next) {}

  private record UserJson(UUID userId, String name, boolean disabled, int devices) {
    static UserJson of(Accounts.Row row) {
      return new UserJson(
          row.user().id().toUuid(), row.user().name(), row.user().disabled(), row.devices());
    }
  }

  private record Sessions(List<SessionJson> sessions) {}

  private record SessionJson(long deviceId, LocalDate lastSeen, @Nullable Instant signedInUntil) {
    static SessionJson of(Accounts.SignedIn one) {
      return new SessionJson(
          Integer.toUnsignedLong(one.device().registered().address().device()),
          one.device().lastSeen(),
          one.until());
    }
  }

  private record Revoked(int signedOut) {}

  private record Heap(long heapUsed) {}

  private Response create(Request request) {
    Credentials wanted = json.read(request.body(), Credentials.class);
    return Response.json(
        CREATED, new Created(accounts.create(wanted.name(), wanted.password()).id().toUuid()));
  }

  private Response list(Request request) {
    UserId after =
        request
            .queryParameter("after")
            .filter(text -> !text.isEmpty())
            .map(text -> UserId.of(Fields.uuid("after", text)))
            .orElse(null);
    int limit =
        request
            .queryParameter("limit")
            .map(text -> Fields.u32("limit", text))
            .orElse(DEFAULT_LIMIT);
    List<UserJson> page = accounts.list(after, limit).stream().map(UserJson::of).toList();
    UUID next = page.size() < limit ? null : page.getLast().userId();
    return Response.json(OK, new Users(page, next));
  }

  private Response disable(Request request) {
    accounts.disable(request.parameter("name"));
    return Response.empty(NO_CONTENT);
  }

  private Response sessions(Request request) {
    List<Accounts.SignedIn> devices = accounts.devices(request.parameter("name"));
    return Response.json(OK, new Sessions(devices.stream().map(SessionJson::of).toList()));
  }

  private Response revoke(Request request) {
    return Response.json(OK, new Revoked(accounts.signOut(request.parameter("name"))));
  }

  private Response collect(Request request) {
    return Response.json(OK, new Heap(heap.collect()));
  }
}
