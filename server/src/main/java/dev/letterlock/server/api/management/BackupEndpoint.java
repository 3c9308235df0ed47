package dev.letterlock.server.api.management;

import dev.letterlock.server.api.ApiProblem;
import dev.letterlock.server.api.RouteTable;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.backup.Backup;
import dev.letterlock.server.features.backup.BackupException;
import dev.letterlock.server.http.BodyPolicy;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The backup of docs/OPERATIONS.md, into a directory of the server's machine. */
public final class BackupEndpoint {

  private static final BodyPolicy SMALL = BodyPolicy.json(8 << 10);
  private static final int OK = 200;

  private final Backup backup;
  private final AdminGate gate;
  private final JsonCodec json;

  public BackupEndpoint(Backup backup, AdminGate gate, JsonCodec json) {
    this.backup = backup;
    this.gate = gate;
    this.json = json;
  }

  /** Adds the route. */
  public void addTo(RouteTable routes) {
    routes.post("/admin/backup", SMALL, gate.admin(this::make));
  }

  private record Wanted(String directory) {}

  private record Step(String step) {}

  private record Done(boolean done, long files, long bytes, boolean accounts) {}

  private record Failed(boolean done, String detail) {}

  private Response make(Request request) {
    Path target = target(json.read(request.body(), Wanted.class).directory());
    backup.require(target);
    return Response.streamed(OK, Response.NDJSON, out -> make(target, out));
  }

  private static Path target(String directory) {
    try {
      return Path.of(directory);
    } catch (InvalidPathException e) {
      throw ApiProblem.PARAMETER_INVALID.exception();
    }
  }

  private void make(Path target, OutputStream out) throws IOException {
    try {
      Backup.Copied copied = backup.make(target, step -> tell(out, new Step(step)));
      tell(out, new Done(true, copied.files(), copied.bytes(), copied.accounts()));
    } catch (BackupException | RefusedException e) {
      tell(out, new Failed(false, String.valueOf(e.getMessage())));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void tell(OutputStream out, Object line) {
    try {
      out.write(json.write(line));
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
