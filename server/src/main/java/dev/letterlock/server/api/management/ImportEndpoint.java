package dev.letterlock.server.api.management;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.api.Fields;
import dev.letterlock.server.api.RouteTable;
import dev.letterlock.server.features.admin.AccountEntry;
import dev.letterlock.server.features.admin.ImportAccounts;
import dev.letterlock.server.features.admin.ImportAccounts.Parsed;
import dev.letterlock.server.features.devices.EncodedList;
import dev.letterlock.server.features.prekeys.EncodedPreKeys;
import dev.letterlock.server.http.BodyPolicy;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.ProblemException;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.http.Response;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bulk import of docs/OPERATIONS.md: one account a line, answered while it runs. */
public final class ImportEndpoint {

  private static final BodyPolicy LINES = BodyPolicy.ndjson(16L << 30);
  private static final int OK = 200;

  private final ImportAccounts imports;
  private final AdminGate gate;
  private final JsonCodec json;

  public ImportEndpoint(ImportAccounts imports, AdminGate gate, JsonCodec json) {
    this.imports = imports;
    this.gate = gate;
    this.json = json;
  }

  /** Adds the route. */
  public void addTo(RouteTable routes) {
    routes.post("/admin/import", LINES, gate.admin(this::bring));
  }

  private record AccountLine(
      String name,
      @Nullable UUID userId,
      @Nullable String password,
      List<DeviceLine> devices,
      OpaqueBytes list,
      @Nullable OpaqueBytes rollover) {

    AccountEntry entry() {
      return new AccountEntry(
          name,
          userId == null ? null : UserId.of(userId),
          password,
          devices.stream().map(DeviceLine::device).toList(),
          new EncodedList(list, rollover));
    }

    @Override
    public String toString() {
      return "AccountLine[" + name + "]";
    }
  }

  private record DeviceLine(
      Long deviceId,
      OpaqueBytes certificate,
      OpaqueBytes signed,
      @Nullable List<OpaqueBytes> oneTime,
      @Nullable List<OpaqueBytes> kem,
      @Nullable OpaqueBytes kemLastResort) {

    AccountEntry.Device device() {
      EncodedPreKeys preKeys =
          new EncodedPreKeys(
              signed,
              Objects.requireNonNullElse(oneTime, List.of()),
              Objects.requireNonNullElse(kem, List.of()),
              kemLastResort);
      return new AccountEntry.Device(Fields.u32("device_id", deviceId), certificate, preKeys);
    }
  }

  private Response bring(Request request) {
    LineReader lines = new LineReader(request.stream());
    return Response.streamed(
        OK,
        Response.NDJSON,
        out -> {
          ImportProgress progress = new ImportProgress(out, json);
          imports.run(lines, this::parse, progress);
          progress.done();
        });
  }

  private Parsed parse(OpaqueBytes line) {
    if (line.size() > LineReader.MAX_LINE) {
      return new Parsed.Unreadable("BODY_TOO_LARGE", "line: too long (expected: at most 1 MiB)");
    }
    try {
      return new Parsed.Entry(json.read(line.toByteArray(), AccountLine.class).entry());
    } catch (ProblemException e) {
      String detail = e.problem().detail();
      return new Parsed.Unreadable(e.problem().code(), detail == null ? "" : detail);
    }
  }
}
