package dev.letterlock.server.api;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.auth.TokenClaims;
import dev.letterlock.server.features.devices.EncodedList;
import dev.letterlock.server.features.devices.EnrolDevice;
import dev.letterlock.server.features.devices.ReplaceList;
import dev.letterlock.server.features.devices.RevokeDevice;
import dev.letterlock.server.http.BodyPolicy;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.http.Response;
import dev.letterlock.storage.device.DeviceRecord;
import dev.letterlock.storage.device.DeviceStore;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user's own devices and device list. */
public final class DeviceEndpoints {

  private static final BodyPolicy SMALL = BodyPolicy.json(8 << 10);
  private static final int OK = 200;
  private static final int CREATED = 201;

  private final EnrolDevice enrol;
  private final ReplaceList replaceList;
  private final RevokeDevice revoke;
  private final DeviceStore devices;
  private final Gate gate;
  private final JsonCodec json;

  public DeviceEndpoints(
      EnrolDevice enrol,
      ReplaceList replaceList,
      RevokeDevice revoke,
      DeviceStore devices,
      Gate gate,
      JsonCodec json) {
    this.enrol = enrol;
    this.replaceList = replaceList;
    this.revoke = revoke;
    this.devices = devices;
    this.gate = gate;
    this.json = json;
  }

  /** Adds the routes. */
  public void addTo(RouteTable routes) {
    routes.post("/v1/devices", SMALL, gate.enrolment(this::enrol));
    routes.get("/v1/devices", gate.access(this::list));
    routes.delete("/v1/devices/{device_id}", SMALL, gate.access(this::revoke));
    routes.put("/v1/list", SMALL, gate.access(this::replaceList));
  }

  private record EnrolmentRequest(
      OpaqueBytes certificate, OpaqueBytes list, @Nullable OpaqueBytes rollover) {}

  private record ListRequest(OpaqueBytes list, @Nullable OpaqueBytes rollover) {
    EncodedList encoded() {
      return new EncodedList(list, rollover);
    }
  }

  private record ListVersion(String listVersion) {
    static ListVersion of(long version) {
      return new ListVersion(Long.toUnsignedString(version));
    }
  }

  private record Devices(List<DeviceJson> devices) {}

  private record DeviceJson(
      long deviceId,
      long registration,
      OpaqueBytes certificate,
      LocalDate lastSeenDay,
      boolean revoked) {
    static DeviceJson of(DeviceRecord device) {
      return new DeviceJson(
          Integer.toUnsignedLong(device.registered().address().device()),
          Integer.toUnsignedLong(device.registered().registration()),
          device.registered().certificate(),
          device.lastSeen(),
          device.revoked());
    }
  }

  private Response enrol(TokenClaims caller, Request request) {
    EnrolmentRequest given = json.read(request.body(), EnrolmentRequest.class);
    EnrolDevice.Enrolled enrolled =
        enrol.enrol(
            caller,
            given.certificate(),
            new EncodedList(given.list(), given.rollover()),
            SignatureHeader.of(request));
    return Response.json(
        CREATED, TokenJson.of(enrolled.tokens()).withListVersion(enrolled.listVersion()));
  }

  private Response list(TokenClaims caller, Request request) {
    List<DeviceJson> all = devices.byUser(caller.user()).stream().map(DeviceJson::of).toList();
    return Response.json(OK, new Devices(all));
  }

  private Response revoke(TokenClaims caller, Request request) {
    int device = Fields.u32("device_id", request.parameter("device_id"));
    ListRequest given = json.read(request.body(), ListRequest.class);
    long version =
        revoke.revoke(
            new DeviceAddress(caller.user(), device), given.encoded(), SignatureHeader.of(request));
    return Response.json(OK, ListVersion.of(version));
  }

  private Response replaceList(TokenClaims caller, Request request) {
    ListRequest given = json.read(request.body(), ListRequest.class);
    long version = replaceList.replace(caller.user(), given.encoded(), SignatureHeader.of(request));
    return Response.json(OK, ListVersion.of(version));
  }
}
