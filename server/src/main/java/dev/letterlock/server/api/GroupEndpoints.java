package dev.letterlock.server.api;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.server.auth.TokenClaims;
import dev.letterlock.server.features.groups.PutGroupState;
import dev.letterlock.server.features.groups.ReadGroup;
import dev.letterlock.server.http.BodyPolicy;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.http.Response;
import dev.letterlock.storage.message.SignedGroupState;
import java.util.List;

/** The signed states of groups, for their members. */
public final class GroupEndpoints {

  /** The largest state has 33,149 bytes, a third more as text. */
  private static final BodyPolicy STATE = BodyPolicy.json(48 << 10);

  private static final int OK = 200;

  private final PutGroupState putState;
  private final ReadGroup readGroup;
  private final Gate gate;
  private final JsonCodec json;

  public GroupEndpoints(PutGroupState putState, ReadGroup readGroup, Gate gate, JsonCodec json) {
    this.putState = putState;
    this.readGroup = readGroup;
    this.gate = gate;
    this.json = json;
  }

  /** Adds the routes. */
  public void addTo(RouteTable routes) {
    routes.put("/v1/groups/{group_id}", STATE, gate.access(this::put));
    routes.get("/v1/groups/{group_id}", gate.access(this::read));
  }

  private record PutRequest(OpaqueBytes state) {}

  /**
   * What is in force.
   *
   * @param acceptedAt server time, µs since 1970
   */
  private record InForce(long epoch, String acceptedAt) {
    static InForce of(SignedGroupState state) {
      return new InForce(state.epoch(), Long.toUnsignedString(state.acceptedAt()));
    }
  }

  private record ChainJson(long epoch, List<StateJson> states) {
    static ChainJson of(ReadGroup.Chain chain) {
      return new ChainJson(chain.epoch(), chain.states().stream().map(StateJson::of).toList());
    }
  }

  private record StateJson(long epoch, OpaqueBytes state, String acceptedAt) {
    static StateJson of(SignedGroupState state) {
      return new StateJson(state.epoch(), state.bytes(), Long.toUnsignedString(state.acceptedAt()));
    }
  }

  private Response put(TokenClaims caller, Request request) {
    PutRequest given = json.read(request.body(), PutRequest.class);
    SignedGroupState inForce =
        putState.put(caller.address(), group(request), given.state(), SignatureHeader.of(request));
    return Response.json(OK, InForce.of(inForce));
  }

  private Response read(TokenClaims caller, Request request) {
    int after =
        request
            .queryParameter("after_epoch")
            .map(text -> Fields.u32("after_epoch", text))
            .orElse(0);
    ReadGroup.Chain chain =
        readGroup.after(caller.user(), group(request), Integer.toUnsignedLong(after));
    return Response.json(OK, ChainJson.of(chain));
  }

  private static ConversationId group(Request request) {
    return ConversationId.of(Fields.uuid("group_id", request.parameter("group_id")));
  }
}
