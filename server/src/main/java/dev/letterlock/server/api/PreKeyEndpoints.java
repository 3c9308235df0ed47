package dev.letterlock.server.api;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.auth.TokenClaims;
import dev.letterlock.server.features.prekeys.EncodedPreKeys;
import dev.letterlock.server.features.prekeys.KeyCounts;
import dev.letterlock.server.features.prekeys.PreKeyBundle;
import dev.letterlock.server.features.prekeys.PreKeyBundles;
import dev.letterlock.server.features.prekeys.PreKeyClaims;
import dev.letterlock.server.features.prekeys.UploadPreKeys;
import dev.letterlock.server.http.BodyPolicy;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.http.Response;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pre-keys: a device's own, and those of others. */
public final class PreKeyEndpoints {

  private static final BodyPolicy UPLOAD = BodyPolicy.json(128 << 10);
  private static final BodyPolicy SMALL = BodyPolicy.json(4 << 10);
  private static final int MOST_DEVICES = 16;
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;

  private final UploadPreKeys upload;
  private final PreKeyClaims claims;
  private final Gate gate;
  private final JsonCodec json;

  public PreKeyEndpoints(UploadPreKeys upload, PreKeyClaims claims, Gate gate, JsonCodec json) {
    this.upload = upload;
    this.claims = claims;
    this.gate = gate;
    this.json = json;
  }

  /** Adds the routes. */
  public void addTo(RouteTable routes) {
    routes.put("/v1/prekeys", UPLOAD, gate.access(this::upload));
    routes.get("/v1/prekeys/count", gate.access(this::count));
    routes.post("/v1/users/by-id/{user_id}/prekeys/claim", SMALL, gate.access(this::claim));
  }

  private record UploadRequest(
      @Nullable OpaqueBytes signed,
      @Nullable List<OpaqueBytes> oneTime,
      @Nullable List<OpaqueBytes> kem,
      @Nullable OpaqueBytes kemLastResort) {}

  /**
   * What is left.
   *
   * @param signedAgeSeconds absent if there is no signed pre-key
   */
  private record CountJson(
      int oneTime, int kemOneTime, @Nullable Long signedAgeSeconds, boolean lastResort) {
    static CountJson of(KeyCounts counts) {
      boolean signed = counts.signedAgeSeconds() != KeyCounts.NO_SIGNED_KEY;
      return new CountJson(
          counts.oneTime(),
          counts.kemOneTime(),
          signed ? counts.signedAgeSeconds() : null,
          counts.lastResort());
    }
  }

  private record ClaimRequest(UUID requestId, List<Long> devices) {}

  private record BundlesJson(String listVersion, List<BundleJson> bundles) {
    static BundlesJson of(PreKeyBundles claimed) {
      return new BundlesJson(
          Long.toUnsignedString(claimed.listVersion()),
          claimed.bundles().stream().map(BundleJson::of).toList());
    }
  }

  private record BundleJson(
      long deviceId,
      long registration,
      OpaqueBytes certificate,
      OpaqueBytes signed,
      @Nullable OpaqueBytes oneTime,
      @Nullable OpaqueBytes kem) {
    static BundleJson of(PreKeyBundle bundle) {
      return new BundleJson(
          Integer.toUnsignedLong(bundle.device()),
          Integer.toUnsignedLong(bundle.registration()),
          bundle.certificate(),
          bundle.keys().signed(),
          bundle.keys().oneTime(),
          bundle.keys().kem());
    }
  }

  private Response upload(TokenClaims caller, Request request) {
    UploadRequest given = json.read(request.body(), UploadRequest.class);
    EncodedPreKeys encoded =
        new EncodedPreKeys(
            given.signed(), orNone(given.oneTime()), orNone(given.kem()), given.kemLastResort());
    upload.upload(caller.address(), encoded, SignatureHeader.of(request));
    return Response.empty(NO_CONTENT);
  }

  private Response count(TokenClaims caller, Request request) {
    return Response.json(OK, CountJson.of(claims.counts(caller.address())));
  }

  private Response claim(TokenClaims caller, Request request) {
    UserId user = UserId.of(Fields.uuid("user_id", request.parameter("user_id")));
    ClaimRequest given = json.read(request.body(), ClaimRequest.class);
    if (given.devices().size() > MOST_DEVICES) {
      throw ApiProblem.PARAMETER_INVALID.exception();
    }
    List<Integer> asked =
        given.devices().stream().map(device -> Fields.u32("devices", device)).toList();
    PreKeyBundles bundles =
        claims.claim(caller.address(), user, asked, RequestId.of(given.requestId()));
    return Response.json(OK, BundlesJson.of(bundles));
  }

  private static List<OpaqueBytes> orNone(@Nullable List<OpaqueBytes> keys) {
    return keys == null ? List.of() : keys;
  }
}
