package dev.letterlock.server.api;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.auth.TokenClaims;
import dev.letterlock.server.features.devices.ReadLists;
import dev.letterlock.server.features.receipts.ReadReceipts;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.http.Response;
import dev.letterlock.storage.message.ReceiptWatermark;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one user may ask about another: the device list and, in a shared conversation, receipts. The
 * own list also whoever has an enrolment token of that account, and nobody else's.
 */
public final class UserEndpoints {

  private static final int OK = 200;

  private final ReadLists lists;
  private final ReadReceipts receipts;
  private final Gate gate;

  public UserEndpoints(ReadLists lists, ReadReceipts receipts, Gate gate) {
    this.lists = lists;
    this.receipts = receipts;
    this.gate = gate;
  }

  /** Adds the routes. */
  public void addTo(RouteTable routes) {
    routes.get("/v1/users/{name}", gate.access(this::byName));
    routes.get("/v1/users/by-id/{user_id}/list", gate.access(this::byId));
    routes.get("/v1/list", gate.any(this::own));
    routes.get("/v1/conversations/{conversation_id}/receipts", gate.access(this::receipts));
  }

  private record UserListJson(
      UUID userId,
      String name,
      OpaqueBytes list,
      @Nullable OpaqueBytes rollover,
      List<OpaqueBytes> certificates) {
    static UserListJson of(ReadLists.UserList found) {
      return new UserListJson(
          found.user().toUuid(),
          found.name(),
          found.encoded().list(),
          found.encoded().rollover(),
          found.certificates());
    }
  }

  private record Receipts(List<ReceiptJson> receipts) {}

  private record ReceiptJson(
      UUID reader, UUID sender, long senderDevice, String deliveredUpTo, String readUpTo) {
    static ReceiptJson of(ReceiptWatermark mark) {
      return new ReceiptJson(
          mark.reader().toUuid(),
          mark.sender().user().toUuid(),
          Integer.toUnsignedLong(mark.sender().device()),
          Long.toUnsignedString(mark.delivered()),
          Long.toUnsignedString(mark.read()));
    }
  }

  private Response byName(TokenClaims caller, Request request) {
    String name = request.parameter("name").toLowerCase(Locale.ROOT);
    return Response.json(OK, UserListJson.of(lists.byName(caller.user(), name)));
  }

  private Response byId(TokenClaims caller, Request request) {
    UserId user = UserId.of(Fields.uuid("user_id", request.parameter("user_id")));
    OptionalLong version =
        request
            .queryParameter("version")
            .map(text -> Fields.u64("version", text))
            .orElse(OptionalLong.empty());
    return Response.json(OK, UserListJson.of(lists.byId(caller.user(), user, version)));
  }

  private Response own(TokenClaims caller, Request request) {
    UserId user = caller.user();
    return Response.json(OK, UserListJson.of(lists.byId(user, user, OptionalLong.empty())));
  }

  private Response receipts(TokenClaims caller, Request request) {
    UUID id = Fields.uuid("conversation_id", request.parameter("conversation_id"));
    List<ReceiptJson> all =
        receipts.of(caller.user(), ConversationId.of(id)).stream().map(ReceiptJson::of).toList();
    return Response.json(OK, new Receipts(all));
  }
}
