package dev.letterlock.crypto.e2ee.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.crypto.AttachmentSizes;
import dev.letterlock.crypto.primitive.Hash32;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/vectors/e1-attachments.json, judged from what the file says alone. With {@code
 * -Dletterlock.docs.write=true} it is written first.
 */
class AttachmentVectorsTest {

  private static final Path FILE =
      Path.of(System.getProperty("basedir", "."), "../../docs/vectors/e1-attachments.json");
  private static final JsonNode ROOT = read();

  private final AttachmentOpener opener = new AttachmentOpener(AttachmentWorld.E);
  private final ByteArrayOutputStream opened = new ByteArrayOutputStream();

  @TempDir private Path directory;

  @Test
  void isWhatTheCodeWouldWriteToday() throws IOException {
    assertThat(Files.readString(FILE)).isEqualTo(AttachmentVectors.text());
  }

  static Stream<JsonNode> files() {
    return all("files");
  }

  @ParameterizedTest
  @MethodSource("files")
  void sealsAndOpens(JsonNode vector) throws IOException {
    byte[] content = AttachmentWorld.file(vector.get("size").intValue());
    byte[] blob = AttachmentWorld.blob(content);

    assertThat(AttachmentSizes.paddedSizeFor(content.length))
        .isEqualTo(vector.get("padded").longValue());
    assertThat(blob).hasSize(vector.get("blob_size").intValue());
    assertThat(AttachmentWorld.digest(blob)).isEqualTo(digest(vector));
    if (vector.has("blob")) {
      assertThat(blob).isEqualTo(bytes(vector, "blob"));
    }
    open(blob, digest(vector), content.length);
    assertThat(opened.toByteArray()).isEqualTo(content);
  }

  static Stream<JsonNode> refused() {
    return all("refused");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(JsonNode vector) throws IOException {
    byte[] good = AttachmentWorld.blob(AttachmentWorld.file(vector.get("of_file").intValue()));
    List<EditedBlob.Range> ranges =
        StreamSupport.stream(vector.get("ranges").spliterator(), false)
            .map(range -> new EditedBlob.Range(range.get(0).intValue(), range.get(1).intValue()))
            .toList();
    byte[] blob = EditedBlob.of(good, ranges, vector.get("flip").intValue());
    String fault;
    try {
      open(blob, digest(vector), vector.get("size").longValue());
      fault = "opened";
    } catch (AttachmentRejectedException e) {
      fault = e.fault().name();
    }

    assertThat(fault).isEqualTo(vector.get("fault").textValue());
  }

  static Stream<JsonNode> pointers() {
    return all("pointers");
  }

  @ParameterizedTest
  @MethodSource("pointers")
  void readsPointers(JsonNode vector) {
    AttachmentPointer pointer = AttachmentPointer.parse(bytes(vector, "bytes"));

    assertThat(pointer.encode()).isEqualTo(bytes(vector, "bytes"));
    assertThat(pointer.blob()).hasToString(vector.get("blob").textValue());
    assertThat(pointer.digest()).isEqualTo(digest(vector));
    assertThat(pointer.size()).isEqualTo(vector.get("size").longValue());
    assertThat(pointer.mediaType().text()).isEqualTo(vector.get("media_type").textValue());
    assertThat(pointer.thumbnail().toByteArray()).isEqualTo(bytes(vector, "thumbnail"));
    assertThat(pointer.key().revealCopy()).isEqualTo(AttachmentWorld.key().revealCopy());
  }

  static Stream<JsonNode> refusedPointers() {
    return all("refused_pointers");
  }

  @ParameterizedTest
  @MethodSource("refusedPointers")
  void refusesPointers(JsonNode vector) {
    String fault;
    try {
      fault = "read: " + AttachmentPointer.parse(bytes(vector, "bytes"));
    } catch (AttachmentRejectedException e) {
      fault = e.fault().name();
    }

    assertThat(fault).isEqualTo(vector.get("fault").textValue());
  }

  private void open(byte[] blob, Hash32 digest, long size) throws IOException {
    Path file = Files.write(directory.resolve("blob"), blob);
    try (AttachmentPointer pointer = AttachmentWorld.pointer(digest, size)) {
      opener.open(pointer, file, opened);
    }
  }

  private static Hash32 digest(JsonNode vector) {
    return Hash32.of(bytes(vector, "digest"));
  }

  private static byte[] bytes(JsonNode vector, String field) {
    return HexFormat.of().parseHex(vector.get(field).textValue());
  }

  private static Stream<JsonNode> all(String array) {
    return StreamSupport.stream(ROOT.get(array).spliterator(), false);
  }

  private static JsonNode read() {
    try {
      if (Boolean.getBoolean("letterlock.docs.write")) {
        Files.writeString(FILE, AttachmentVectors.text());
      }
      return new ObjectMapper().readTree(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
