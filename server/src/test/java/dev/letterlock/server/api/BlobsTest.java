package dev.letterlock.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.AttachmentSizes;
import dev.letterlock.crypto.Label;
import dev.letterlock.server.api.HttpDriver.Answer;
import dev.letterlock.server.jobs.work.ExpireBlobsJob;
import dev.letterlock.server.metrics.ServerMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobsTest {

  private static final int SIZE = (int) AttachmentSizes.blobSizeFor(100_000);
  private static final int HALF = 40_000;
  private static final int SMALLEST = (int) AttachmentSizes.blobSizeFor(0);
  private static final int MANY = 1_000;
  private static final String QUOTA = "6m";

  private static ApiServer server;

  private final byte[] blob = new byte[SIZE];
  private Phone anna;
  private Phone bert;

  @BeforeAll
  static void start() {
    server =
        new ApiServer(
            new ApiServer.Options(false, false, true),
            Map.of("BLOB_QUOTA", QUOTA, "BLOB_MAX", "200k", "BLOB_RETENTION", "10d"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void people() {
    System.arraycopy(server.e1.sodium().randomBytes(SIZE), 0, blob, 0, SIZE);
    anna = Phone.enrolled(server);
    bert = Phone.enrolled(server);
  }

  @Test
  void takesABlobInPartsAndGivesItToWhoeverKnowsItsId() {
    Answer begun = begin(anna, SIZE);
    String id = begun.text("blob_id");

    assertThat(begun.status()).isEqualTo(201);
    assertThat(begun.raw().headers().firstValue("Location")).contains(begun.text("upload"));
    assertThat(append(anna, id, 0, Arrays.copyOf(blob, HALF)).status()).isEqualTo(204);
    assertThat(offset(anna, id)).isEqualTo(HALF);
    assertThat(complete(anna, id, digest(blob)).problem()).isEqualTo("409 upload_incomplete");
    Answer last = append(anna, id, HALF, Arrays.copyOfRange(blob, HALF, SIZE));
    assertThat(last.raw().headers().firstValue("Upload-Offset")).contains("" + SIZE);
    assertThat(read(bert, id).problem()).isEqualTo("404 unknown_blob");
    Answer complete = complete(anna, id, digest(blob));

    assertThat(complete.status()).isEqualTo(200);
    assertThat(complete(anna, id, digest(blob)).body()).isEqualTo(complete.body());
    assertThat(read(bert, id).raw().body()).isEqualTo(blob);
    assertThat(read(anna, id).raw().body()).isEqualTo(blob);
    assertThat(offset(anna, id)).isEqualTo(SIZE);
  }

  @Test
  void goesOnAfterAClientThatWentAway() throws IOException {
    String id = begin(anna, SIZE).text("blob_id");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.http.port())) {
      OutputStream out = socket.getOutputStream();
      String head =
          """
          PATCH /v1/blobs/%s/upload HTTP/1.1
          Host: x
          Authorization: Bearer %s
          Upload-Offset: 0
          Content-Type: application/offset+octet-stream
          Content-Length: %d

          """
              .formatted(id, anna.accessToken, SIZE);
      out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(blob, 0, HALF);
      out.flush();
      Awaitility.await().until(() -> offset(anna, id) == HALF);
      assertThat(append(anna, id, HALF, new byte[1]).problem()).isEqualTo("409 upload_busy");
    }
    Awaitility.await()
        .until(() -> append(anna, id, HALF, Arrays.copyOfRange(blob, HALF, SIZE)).status() == 204);

    assertThat(complete(anna, id, digest(blob)).status()).isEqualTo(200);
    assertThat(read(bert, id).raw().body()).isEqualTo(blob);
  }

  @Test
  void refusesPartsThatDoNotFit() {
    String id = begin(anna, SIZE).text("blob_id");

    assertThat(append(anna, id, 1, blob).problem()).isEqualTo("409 upload_offset");
    assertThat(append(anna, id, 0, new byte[SIZE + 1]).problem()).isEqualTo("409 upload_offset");
    assertThat(append(bert, id, 0, blob).problem()).isEqualTo("404 unknown_blob");
    assertThat(offset(anna, id)).isZero();
    assertThat(append(anna, id, 0, new byte[250_000]).problem()).isEqualTo("413 body_too_large");
    assertThat(send("PATCH", path(id, "/upload"), anna, Map.of(), blob).problem())
        .isEqualTo("415 unsupported_media_type");
  }

  @Test
  void throwsAwayWhatHasAnotherDigest() {
    String id = begin(anna, SIZE).text("blob_id");
    append(anna, id, 0, blob);
    byte[] other = blob.clone();
    other[SIZE - 1] ^= 1;

    assertThat(complete(bert, id, digest(blob)).problem()).isEqualTo("404 unknown_blob");
    assertThat(complete(anna, id, digest(other)).problem()).isEqualTo("422 digest_mismatch");
    assertThat(complete(anna, id, digest(blob)).problem()).isEqualTo("404 unknown_blob");
  }

  @Test
  void keepsACompletedBlobFromAnotherDigest() {
    String id = stored(anna, blob);

    assertThat(complete(anna, id, digest(new byte[1])).problem()).isEqualTo("422 digest_mismatch");
    assertThat(append(anna, id, SIZE, new byte[1]).problem()).isEqualTo("409 upload_offset");
    assertThat(read(bert, id).raw().body()).isEqualTo(blob);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 1064, 1066, Long.MAX_VALUE})
  void takesOnlySizesThatSealingMakes(long size) {
    assertThat(begin(anna, size).problem()).isEqualTo("422 blob_size");
  }

  @Test
  void takesNothingBeyondItsLargest() {
    assertThat(begin(anna, AttachmentSizes.blobSizeFor(300_000)).problem())
        .isEqualTo("413 blob_too_large");
  }

  @Test
  void keepsNoMoreThanTheQuota() {
    String first = begin(anna, SIZE).text("blob_id");
    Answer answer = begin(anna, SIZE);
    while (answer.status() == 201) {
      answer = begin(anna, SIZE);
    }

    assertThat(answer.problem()).isEqualTo("403 quota_exceeded");
    assertThat(begin(bert, SIZE).status()).isEqualTo(201);
    assertThat(send("DELETE", path(first, ""), anna, Map.of(), null).status()).isEqualTo(204);
    assertThat(begin(anna, SIZE).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=40000-, 40000, 2147483647",
    "bytes=100-199, 100, 200",
    "bytes=-17, -17, 2147483647"
  })
  void givesRanges(String range, int from, int to) {
    String id = stored(anna, blob);
    int first = Math.floorMod(from, SIZE);
    int end = Math.min(to, SIZE);

    Answer answer = send("GET", path(id, ""), bert, Map.of("Range", range), null);

    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.raw().body()).isEqualTo(Arrays.copyOfRange(blob, first, end));
    assertThat(answer.raw().headers().firstValue("Content-Range"))
        .contains("bytes " + first + "-" + (end - 1) + "/" + SIZE);
  }

  @Test
  void refusesARangePastTheEnd() {
    String id = stored(anna, blob);

    Answer answer = send("GET", path(id, ""), bert, Map.of("Range", "bytes=" + SIZE + "-"), null);

    assertThat(answer.problem()).isEqualTo("416 range_not_satisfiable");
    assertThat(answer.raw().headers().firstValue("Content-Range")).contains("bytes */" + SIZE);
  }

  @Test
  void givesARangeOfTheBlobThatTheTagNames() {
    String id = stored(anna, blob);
    Answer head = send("HEAD", path(id, ""), bert, Map.of(), null);
    String tag = head.raw().headers().firstValue("ETag").orElseThrow();

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.raw().headers().firstValueAsLong("Content-Length")).hasValue(SIZE);
    assertThat(tag).isEqualTo('"' + digest(blob) + '"');
    assertThat(ranged(id, tag).raw().body()).containsExactly(blob[0]);
    assertThat(ranged(id, "\"other\"").raw().body()).isEqualTo(blob);
  }

  @Test
  void answersAllThatIsNotThereAlike() {
    String unfinished = begin(anna, SIZE).text("blob_id");
    String unknown = UUID.randomUUID().toString();

    assertThat(read(bert, unfinished).body()).isEqualTo(read(bert, unknown).body());
    assertThat(send("DELETE", path(unfinished, ""), bert, Map.of(), null).body())
        .isEqualTo(send("DELETE", path(unknown, ""), bert, Map.of(), null).body());
    assertThat(read(bert, "nonsense").problem()).isEqualTo("400 parameter_invalid");
    assertThat(server.http.get(path(unknown, ""), Map.of()).problem())
        .isEqualTo("401 token_missing");
  }

  @Test
  void deletesOnlyWhatIsTheCallers() {
    String id = stored(anna, blob);

    assertThat(send("DELETE", path(id, ""), bert, Map.of(), null).problem())
        .isEqualTo("404 unknown_blob");
    assertThat(read(bert, id).status()).isEqualTo(200);
    assertThat(send("DELETE", path(id, ""), anna, Map.of(), null).status()).isEqualTo(204);
    assertThat(read(bert, id).problem()).isEqualTo("404 unknown_blob");
  }

  @Test
  void forgetsUploadsAfterADayAndBlobsAfterTheirRetention() throws IOException {
    String id = stored(anna, blob);
    String unfinished = begin(anna, SIZE).text("blob_id");
    append(anna, unfinished, 0, Arrays.copyOf(blob, HALF));
    ExpireBlobsJob job =
        new ExpireBlobsJob(
            server.stores.blobs(),
            server.blobs,
            new ServerMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)),
            () -> server.clock.instant().plus(Duration.ofDays(2)));

    job.run();

    assertThat(offsetOr(anna, unfinished).problem()).isEqualTo("404 unknown_blob");
    assertThat(server.blobs.stored(UUID.fromString(unfinished))).isZero();
    assertThat(read(bert, id).status()).isEqualTo(200);
    new ExpireBlobsJob(
            server.stores.blobs(),
            server.blobs,
            new ServerMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)),
            () -> server.clock.instant().plus(Duration.ofDays(11)))
        .run();
    assertThat(read(bert, id).problem()).isEqualTo("404 unknown_blob");
    assertThat(server.blobs.stored(UUID.fromString(id))).isZero();
  }

  @Test
  void keepsAThousandSmallOnes() {
    byte[] small = Arrays.copyOf(blob, SMALLEST);
    String digest = digest(small);
    for (int i = 0; i < MANY; i++) {
      String id = begin(anna, SMALLEST).text("blob_id");
      append(anna, id, 0, small);
      assertThat(complete(anna, id, digest).status()).isEqualTo(200);
      assertThat(read(bert, id).raw().body()).isEqualTo(small);
    }
  }

  private Answer ranged(String id, String tag) {
    return send("GET", path(id, ""), bert, Map.of("Range", "bytes=0-0", "If-Range", tag), null);
  }

  private static String stored(Phone owner, byte[] blob) {
    String id = begin(owner, blob.length).text("blob_id");
    Phone.expect(204, append(owner, id, 0, blob));
    Phone.expect(200, complete(owner, id, digest(blob)));
    return id;
  }

  private static Answer begin(Phone owner, long size) {
    return send("POST", "/v1/blobs", owner, Map.of(), Map.of("size", size));
  }

  private static Answer append(Phone owner, String id, long offset, byte[] part) {
    return send(
        "PATCH",
        path(id, "/upload"),
        owner,
        Map.of(
            "Upload-Offset",
            String.valueOf(offset),
            "Content-Type",
            "application/offset+octet-stream"),
        part);
  }

  private static Answer complete(Phone owner, String id, String digest) {
    return send("POST", path(id, "/complete"), owner, Map.of(), Map.of("digest", digest));
  }

  private static long offset(Phone owner, String id) {
    return offsetOr(owner, id).json().path("offset").asLong();
  }

  private static Answer offsetOr(Phone owner, String id) {
    return send("GET", path(id, "/upload"), owner, Map.of(), null);
  }

  private static Answer read(Phone reader, String id) {
    return send("GET", path(id, ""), reader, Map.of(), null);
  }

  private static Answer send(
      String method,
      String path,
      Phone caller,
      Map<String, String> headers,
      @Nullable Object body) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Authorization", "Bearer " + caller.accessToken);
    return server.http.send(method, path, all, body);
  }

  private static String path(String id, String below) {
    return "/v1/blobs/" + id + below;
  }

  private static String digest(byte[] bytes) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(server.e1.hash(Label.ATTACHMENT, bytes).octets().toByteArray());
  }
}
