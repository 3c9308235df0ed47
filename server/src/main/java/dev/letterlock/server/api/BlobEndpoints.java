package dev.letterlock.server.api;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.server.auth.TokenClaims;
import dev.letterlock.server.features.blobs.BlobUploads;
import dev.letterlock.server.features.blobs.Blobs;
import dev.letterlock.server.http.BodyPolicy;
import dev.letterlock.server.http.BrokenOffException;
import dev.letterlock.server.http.ByteRange;
import dev.letterlock.server.http.HttpProblem;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.http.Response;
import dev.letterlock.storage.blob.BlobRecord;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attachments: uploads that can be resumed, and downloads of ranges. */
public final class BlobEndpoints {

  private static final Logger LOG = LoggerFactory.getLogger(BlobEndpoints.class);
  private static final BodyPolicy SMALL = BodyPolicy.json(256);
  private static final String BLOB = "/v1/blobs/{blob_id}";
  private static final String UPLOAD = BLOB + "/upload";
  private static final String OFFSET = "Upload-Offset";
  private static final String OCTETS = "application/octet-stream";
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int NO_CONTENT = 204;
  private static final int PARTIAL = 206;

  private final BlobUploads uploads;
  private final Blobs blobs;
  private final long max;
  private final Gate gate;
  private final JsonCodec json;

  /**
   * @param max bytes of one blob, and so of one part
   */
  public BlobEndpoints(BlobUploads uploads, Blobs blobs, long max, Gate gate, JsonCodec json) {
    this.uploads = uploads;
    this.blobs = blobs;
    this.max = max;
    this.gate = gate;
    this.json = json;
  }

  /** Adds the routes. */
  public void addTo(RouteTable routes) {
    routes.post("/v1/blobs", SMALL, gate.access(this::begin));
    routes.get(UPLOAD, gate.access(this::progress));
    routes.patch(UPLOAD, BodyPolicy.part(max), gate.access(this::append));
    routes.post(BLOB + "/complete", SMALL, gate.access(this::complete));
    routes.get(BLOB, gate.access(this::read));
    routes.delete(BLOB, BodyPolicy.NONE, gate.access(this::delete));
  }

  private record BeginRequest(long size) {}

  private record BegunJson(UUID blobId, String upload, Instant expiresAt) {}

  private record ProgressJson(long offset, long size) {}

  private record CompleteRequest(OpaqueBytes digest) {}

  private record BlobJson(UUID blobId, String download, long size, Instant expiresAt) {}

  private Response begin(TokenClaims caller, Request request) {
    long size = json.read(request.body(), BeginRequest.class).size();
    BlobUploads.Begun begun = uploads.begin(caller.user(), size);
    return Response.json(CREATED, new BegunJson(begun.blob(), begun.place(), begun.expires()))
        .header("Location", begun.place());
  }

  private Response progress(TokenClaims caller, Request request) throws IOException {
    BlobUploads.Progress progress = uploads.progress(caller.user(), blob(request));
    return Response.json(OK, new ProgressJson(progress.stored(), progress.size()))
        .header(OFFSET, String.valueOf(progress.stored()))
        .header("Upload-Length", String.valueOf(progress.size()));
  }

  private Response append(TokenClaims caller, Request request) throws IOException {
    long offset = Fields.u64(OFFSET, request.header(OFFSET).orElse("")).orElseThrow();
    try {
      long stored = uploads.append(caller.user(), blob(request), offset, request.stream());
      return Response.empty(NO_CONTENT).header(OFFSET, String.valueOf(stored));
    } catch (BrokenOffException e) {
      return Response.problem(HttpProblem.REQUEST_TIMEOUT.problem());
    } catch (IOException e) {
      LOG.error("a part of an upload cannot be kept", e);
      return Response.problem(ApiProblem.UNAVAILABLE.problem());
    }
  }

  private Response complete(TokenClaims caller, Request request) throws IOException {
    OpaqueBytes digest = json.read(request.body(), CompleteRequest.class).digest();
    BlobRecord blob = uploads.complete(caller.user(), blob(request), digest);
    return Response.json(
        OK, new BlobJson(blob.blob(), blobs.place(blob.blob()), blob.size(), blob.expires()));
  }

  private Response read(TokenClaims caller, Request request) throws IOException {
    BlobRecord blob = blobs.find(caller.user(), blob(request));
    Response response =
        switch (range(request, blob)) {
          case ByteRange.All() -> part(request, OK, blob, 0, blob.size());
          case ByteRange.Part wanted ->
              part(request, PARTIAL, blob, wanted.first(), wanted.length())
                  .header(
                      "Content-Range",
                      "bytes " + wanted.first() + "-" + wanted.last() + "/" + blob.size());
          case ByteRange.Beyond() ->
              Response.problem(
                      ApiProblem.RANGE_NOT_SATISFIABLE
                          .problem()
                          .because("Range: beyond (expected: within " + blob.size() + " B)"))
                  .header("Content-Range", "bytes */" + blob.size());
        };
    return response.header("ETag", tag(blob)).header("Accept-Ranges", "bytes");
  }

  private Response part(Request request, int status, BlobRecord blob, long offset, long length)
      throws IOException {
    InputStream opened = blobs.open(blob, offset);
    if (request.method().equals("HEAD")) {
      opened.close();
    }
    return Response.sized(
        status,
        OCTETS,
        length,
        out -> {
          try (opened) {
            blobs.copy(opened, length, out);
          }
        });
  }

  private Response delete(TokenClaims caller, Request request) throws IOException {
    blobs.delete(caller.user(), blob(request));
    return Response.empty(NO_CONTENT);
  }

  /** Of a blob that is not the one that the client knows a part of, all. */
  private static ByteRange range(Request request, BlobRecord blob) {
    boolean same = request.header("If-Range").map(tag(blob)::equals).orElse(true);
    return ByteRange.of(same ? request.header("Range").orElse(null) : null, blob.size());
  }

  private static String tag(BlobRecord blob) {
    byte[] digest = Objects.requireNonNull(blob.digest()).toByteArray();
    return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + '"';
  }

  private static UUID blob(Request request) {
    return Fields.uuid("blob_id", request.parameter("blob_id"));
  }
}
