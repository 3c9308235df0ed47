package dev.letterlock.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.protocol.Docs;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.ProtocolException;
import dev.letterlock.protocol.codec.FrameBytes;
import dev.letterlock.protocol.frame.client.UnknownClientFrame;
import dev.letterlock.protocol.frame.client.UnsupportedSend;
import dev.letterlock.protocol.frame.server.UnknownServerFrame;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrameVectorsTest {
  private static final Path FILE = Docs.file("vectors/frames.json");

  private final Map<String, Class<? extends Record>> records = new HashMap<>();

  FrameVectorsTest() {
    ValidFrames.all()
        .values()
        .forEach(frame -> records.put(type(frame).wireName(), frame.getClass()));
  }

  @Test
  void isWhatTheCodeWouldWriteToday() throws IOException {
    Docs.assertUpToDate(FILE, VectorFile.text());
  }

  @ParameterizedTest
  @MethodSource("valid")
  void readsTheBytesIntoTheFields(JsonNode vector) {
    Record frame = FrameBytes.read(fromClient(vector), bytes(vector));
    assertThat(JsonFields.write(frame).toString())
        .as(name(vector))
        .isEqualTo(vector.get("fields").toString());
  }

  @ParameterizedTest
  @MethodSource("valid")
  void writesTheFieldsIntoTheBytes(JsonNode vector) {
    Class<? extends Record> record =
        Objects.requireNonNull(records.get(vector.get("type").textValue()));
    Record frame = JsonFields.read(record, vector.get("fields"));
    assertThat(ByteBufUtil.hexDump(FrameBytes.write(frame)))
        .as(name(vector))
        .isEqualTo(vector.get("hex").textValue());
  }

  @ParameterizedTest
  @MethodSource("answered")
  void handsOutWhatIsAnsweredAndNotFatal(JsonNode vector) {
    Record frame = FrameBytes.read(fromClient(vector), bytes(vector));
    int typeCode = vector.get("typeCode").intValue();
    Record expected =
        switch (vector.get("outcome").textValue()) {
          case "UNKNOWN_FRAME" ->
              fromClient(vector)
                  ? new UnknownClientFrame(typeCode)
                  : new UnknownServerFrame(typeCode);
          case "UNSUPPORTED_ROUTE" ->
              new UnsupportedSend(vector.get("ref").intValue(), vector.get("route").intValue());
          default -> throw new AssertionError(vector);
        };
    assertThat(frame).as(name(vector)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWithTheCodesNamed(JsonNode vector) {
    assertThatExceptionOfType(ProtocolException.class)
        .as(name(vector))
        .isThrownBy(() -> FrameBytes.read(fromClient(vector), bytes(vector)))
        .matches(fault -> fault.error().name().equals(vector.get("error").textValue()))
        .matches(fault -> fault.error().code() == vector.get("errorCode").intValue())
        .matches(fault -> fault.close().code() == vector.get("closeCode").intValue());
  }

  @ParameterizedTest
  @EnumSource
  void coversEveryFrameType(FrameType type) throws IOException {
    assertThat(valid().filter(vector -> vector.get("typeCode").intValue() == type.code()).count())
        .isGreaterThanOrEqualTo(type == FrameType.KEY_COUNT ? 1 : 2);
    String prefix = String.format(Locale.ROOT, "%02x", type.code());
    assertThat(refused().filter(vector -> vector.get("hex").textValue().startsWith(prefix)).count())
        .isGreaterThanOrEqualTo(3);
  }

  private static FrameType type(Record frame) {
    return Objects.requireNonNull(FrameType.of(FrameBytes.write(frame)[0]));
  }

  private static Stream<JsonNode> valid() throws IOException {
    return vectors("valid");
  }

  private static Stream<JsonNode> answered() throws IOException {
    return vectors("answered");
  }

  private static Stream<JsonNode> refused() throws IOException {
    return vectors("refused");
  }

  private static Stream<JsonNode> vectors(String section) throws IOException {
    JsonNode root = new ObjectMapper().readTree(Files.readString(FILE));
    return StreamSupport.stream(root.get(section).spliterator(), false);
  }

  private static String name(JsonNode vector) {
    return vector.get("name").textValue();
  }

  private static boolean fromClient(JsonNode vector) {
    return vector.get("from").textValue().equals("client");
  }

  private static byte[] bytes(JsonNode vector) {
    return ByteBufUtil.decodeHexDump(vector.get("hex").textValue());
  }
}
