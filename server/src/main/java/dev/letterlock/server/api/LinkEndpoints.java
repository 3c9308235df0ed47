package dev.letterlock.server.api;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.server.auth.TokenClaims;
import dev.letterlock.server.features.links.LinkMailbox;
import dev.letterlock.server.http.BodyPolicy;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.http.Response;
import dev.letterlock.storage.device.LinkStore.Contents;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The mailboxes through which a new device is linked. */
public final class LinkEndpoints {

  private static final BodyPolicy SMALL = BodyPolicy.json(1 << 10);

  /** The largest parcel has 65,536 bytes, a third more as text. */
  private static final BodyPolicy PARCEL = BodyPolicy.json(96 << 10);

  private static final int OK = 200;
  private static final int NO_CONTENT = 204;

  private final LinkMailbox mailbox;
  private final Gate gate;
  private final JsonCodec json;

  public LinkEndpoints(LinkMailbox mailbox, Gate gate, JsonCodec json) {
    this.mailbox = mailbox;
    this.gate = gate;
    this.json = json;
  }

  /** Adds the routes. */
  public void addTo(RouteTable routes) {
    routes.put("/v1/links/{link_id}", SMALL, gate.enrolment(this::open));
    routes.put("/v1/links/{link_id}/key", SMALL, gate.access(this::putKey));
    routes.put("/v1/links/{link_id}/parcel", PARCEL, gate.access(this::putParcel));
    routes.get("/v1/links/{link_id}", gate.any(this::read));
  }

  private record OpenRequest(OpaqueBytes certificate) {}

  private record KeyRequest(OpaqueBytes key) {}

  private record ParcelRequest(OpaqueBytes parcel) {}

  private record LinkJson(
      OpaqueBytes certificate, @Nullable OpaqueBytes key, @Nullable OpaqueBytes parcel) {
    static LinkJson of(Contents contents) {
      return new LinkJson(
          contents.certificate(), contents.key().orElse(null), contents.parcel().orElse(null));
    }
  }

  private Response open(TokenClaims caller, Request request) {
    OpenRequest given = json.read(request.body(), OpenRequest.class);
    mailbox.open(caller.user(), link(request), given.certificate());
    return Response.empty(NO_CONTENT);
  }

  private Response putKey(TokenClaims caller, Request request) {
    KeyRequest given = json.read(request.body(), KeyRequest.class);
    mailbox.putKey(caller.user(), link(request), given.key());
    return Response.empty(NO_CONTENT);
  }

  private Response putParcel(TokenClaims caller, Request request) {
    ParcelRequest given = json.read(request.body(), ParcelRequest.class);
    mailbox.putParcel(caller.user(), link(request), given.parcel());
    return Response.empty(NO_CONTENT);
  }

  private Response read(TokenClaims caller, Request request) {
    return Response.json(OK, LinkJson.of(mailbox.read(caller.user(), link(request))));
  }

  private static UUID link(Request request) {
    return Fields.uuid("link_id", request.parameter("link_id"));
  }
}
