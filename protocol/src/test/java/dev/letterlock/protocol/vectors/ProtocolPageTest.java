package dev.letterlock.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.Docs;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.codec.FrameBytes;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds docs/PROTOCOL.md against the code: its tables, its chapters and its example. */
class ProtocolPageTest {
  private static final Path PAGE = Docs.file("PROTOCOL.md");

  @Test
  void listsEveryFrameTypeWithItsLimits() throws IOException {
    String head = "| Code | Frame | From | Bytes | |\n|---|---|---|---|---|\n";
    Docs.assertUpToDate(PAGE, "frame-types", head + rows(FrameType.values(), this::row));
  }

  @Test
  void listsEveryErrorCode() throws IOException {
    String head = "| Code | Name | Again | |\n|---|---|---|---|\n";
    Docs.assertUpToDate(PAGE, "error-codes", head + rows(ErrorCode.values(), this::row));
  }

  @Test
  void listsEveryCloseCode() throws IOException {
    String head = "| Code | Reason | | The client |\n|---|---|---|---|\n";
    Docs.assertUpToDate(PAGE, "close-codes", head + rows(CloseCode.values(), this::row));
  }

  @Test
  void showsFramesAsTheCodeWritesThem() throws IOException {
    Docs.assertUpToDate(PAGE, "example", "```\n" + example() + "```\n");
  }

  @ParameterizedTest
  @EnumSource
  void hasAChapterForEveryFrameType(FrameType type) throws IOException {
    assertThat(Files.readString(PAGE))
        .containsPattern(
            "\n### [45]\\.\\d+ %s \\(0x%02X\\)\n".formatted(type.wireName(), type.code()));
  }

  private String row(FrameType type) {
    String size =
        type.minSize() == type.maxSize()
            ? Integer.toString(type.minSize())
            : type.minSize() + " to " + type.maxSize();
    String from = type.direction().name().toLowerCase(Locale.ROOT);
    return "| 0x%02X | %s | %s | %s | %s |"
        .formatted(type.code(), type.wireName(), from, size, type.purpose());
  }

  private String row(ErrorCode error) {
    return "| %d | `%s` | %s | %s |"
        .formatted(error.code(), error.name(), error.retryable() ? "yes" : "no", error.meaning());
  }

  private String row(CloseCode close) {
    return "| %d | `%s` | %s | %s |"
        .formatted(close.code(), close.reason(), close.meaning(), close.reconnect().advice());
  }

  private static <E> String rows(E[] values, Function<E, String> row) {
    return Arrays.stream(values).map(row).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String example() {
    Map<String, Record> frames = ValidFrames.all();
    Annotation page = new Annotation();
    page.begin("Hello", bytes(frames, "hello, token came with the upgrade"))
        .field(4, "type 0x01, flags, version 1, minor 0")
        .field(4, "device 2")
        .field(16, "resume: stored up to epoch 1, seq 41")
        .field(8, "credit: 256 messages, 1 MiB")
        .field(2, "no token")
        .end();
    page.begin("Welcome", bytes(frames, "welcome, sync"))
        .field(2, "type 0x41, flags")
        .field(8, "server time 2026-01-01T00:00:00Z in µs")
        .field(16, "epoch 1, acked up to 41")
        .field(8, "frames up to 163840 bytes, slices up to 65609")
        .field(2, "256 unanswered Sends")
        .field(8, "retention 30 days, horizon 60 s")
        .field(4, "sync, ping after 45 s, minor 0")
        .end();
    page.begin("Accepted", bytes(frames, "accepted, one range"))
        .field(4, "type 0x42, flags, one range")
        .field(8, "refs 1 to 8")
        .field(8, "time of ref 1; that of ref 8 is 7 µs more")
        .field(2, "no full inbox")
        .end();
    page.begin("Deliver", Arrays.copyOf(bytes(frames, "deliver, normal"), 89))
        .field(2, "type 0x44, flags")
        .field(16, "epoch 1, seq 42")
        .field(1, "envelope: normal, direct")
        .field(16, "accepted at, expires at")
        .field(20, "sender: user and device 2")
        .field(16, "conversation")
        .field(16, "message id")
        .field(2, "93 bytes of header follow, then length and slice")
        .end();
    page.begin("Ack", bytes(frames, "ack"))
        .field(2, "type 0x03, flags")
        .field(16, "epoch 1, seq 42")
        .field(8, "no receipt confirmed")
        .end();
    return page.text();
  }

  private static byte[] bytes(Map<String, Record> frames, String name) {
    return FrameBytes.write(Objects.requireNonNull(frames.get(name), name));
  }

  /** Hex on the left, what it means on the right. */
  private static final class Annotation {
    private final StringBuilder text = new StringBuilder();
    private byte[] frame = new byte[0];
    private int at;

    Annotation begin(String name, byte[] bytes) {
      text.append(text.isEmpty() ? "" : "\n").append(name).append('\n');
      frame = bytes;
      at = 0;
      return this;
    }

    Annotation field(int length, String meaning) {
      String hex = ByteBufUtil.hexDump(frame, at, length);
      at += length;
      text.append("  %-42s%s\n".formatted(hex, meaning));
      return this;
    }

    void end() {
      assertThat(at).as("bytes shown").isEqualTo(frame.length);
    }

    String text() {
      return text.toString();
    }
  }
}
