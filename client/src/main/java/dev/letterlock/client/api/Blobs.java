package dev.letterlock.client.api;

import static java.util.Objects.requireNonNull;

import dev.letterlock.crypto.primitive.Hash32;
import java.util.Map;
import java.util.UUID;

/**
 * The sealed files that the server keeps (docs/openapi.yaml, {@code /v1/blobs}), part by part.
 * Nothing is opened here. Every call blocks; safe for any thread.
 */
public final class Blobs {

  /** How much goes in one part at the most: at 35 KB/s it arrives within the time of a call. */
  public static final int PART = 4 << 20;

  /** The code of a part that does not begin where the upload ends: ask for the offset. */
  public static final String OTHER_OFFSET = "upload_offset";

  /** The code of a part while the server still waits for one of before. */
  public static final String BUSY = "upload_busy";

  private final ApiClient api;
  private final AccessTokens tokens;

  public Blobs(ApiClient api, AccessTokens tokens) {
    this.api = api;
    this.tokens = tokens;
  }

  /**
   * An upload that has begun.
   *
   * @param place where its parts go, a path of the server
   */
  public record Upload(UUID blob, String place) {}

  /**
   * Begins an upload.
   *
   * @param size of the blob, in bytes
   */
  public Upload begin(long size) {
    ApiCall call = ApiCall.post("/v1/blobs", Map.of("size", size), tokens.current());
    Begun begun = api.call(call, Begun.class);
    return new Upload(begun.blobId(), begun.upload());
  }

  /** How many bytes of it the server has. */
  public long offset(Upload upload) {
    return api.call(ApiCall.get(upload.place(), tokens.current()), Reached.class).offset();
  }

  /**
   * Adds a part where the upload ends.
   *
   * @param part at most {@link #PART}
   * @throws ApiException with the code {@link #OTHER_OFFSET} or {@link #BUSY}, among others
   */
  public void append(Upload upload, long offset, byte[] part) {
    api.transfer(
        new ApiCall("PATCH", upload.place(), null, tokens.current(), null),
        part,
        Map.of(
            "Upload-Offset",
            Long.toString(offset),
            "Content-Type",
            "application/offset+octet-stream"));
  }

  /**
   * Makes the upload a blob; once more does no harm.
   *
   * @param digest H("E1:att", blob)
   */
  public void complete(Upload upload, Hash32 digest) {
    Map<String, String> body = Map.of("digest", Base64Url.encode(digest.octets().toByteArray()));
    api.run(ApiCall.post(path(upload.blob()) + "/complete", body, tokens.current()));
  }

  /**
   * Fetches a part.
   *
   * @param length at most {@link #PART}
   * @return no more than that; fewer bytes only at the end
   * @throws ApiException with the code {@code unknown_blob} if there is none, or no longer
   */
  public byte[] fetch(UUID blob, long offset, int length) {
    return api.transfer(
        ApiCall.get(path(blob), tokens.current()),
        new byte[0],
        Map.of("Range", "bytes=" + offset + "-" + (offset + length - 1)));
  }

  private static String path(UUID blob) {
    return "/v1/blobs/" + blob;
  }

  /** Answer to {@code POST /v1/blobs}; a place elsewhere would be asked with this one's token. */
  record Begun(UUID blobId, String upload) {
    Begun {
      requireNonNull(blobId, "blob_id");
      if (!requireNonNull(upload, "upload").startsWith("/")) {
        throw new IllegalArgumentException("upload: elsewhere (expected: a path of the server)");
      }
    }
  }

  /** Answer to {@code GET} of an upload. */
  record Reached(long offset, long size) {}
}
