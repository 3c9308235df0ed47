package dev.letterlock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.frame.server.Gap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The codes that the documents do not call reserved are those that the server uses. */
class SentCodesTest {
  private static final String RESERVED = "Reserved for later";
  private static final List<Gap.Reason> RESERVED_REASONS =
      List.of(Gap.Reason.RETRACTED, Gap.Reason.FULL);
  private static final String SERVER = serverSources();

  @ParameterizedTest
  @EnumSource
  void usesTheErrorsThatAreNotReserved(ErrorCode error) {
    assertThat(isUsed(error, "ErrorCode")).isEqualTo(!error.meaning().startsWith(RESERVED));
  }

  @ParameterizedTest
  @EnumSource
  void usesTheClosesThatAreNotReserved(CloseCode close) {
    assertThat(isUsed(close, "CloseCode")).isEqualTo(!close.meaning().startsWith(RESERVED));
  }

  @ParameterizedTest
  @EnumSource
  void usesTheReasonsThatAreNotReserved(Gap.Reason reason) {
    assertThat(isUsed(reason, "Reason")).isEqualTo(!RESERVED_REASONS.contains(reason));
  }

  @Test
  void callsReservedReasonsSo() throws IOException {
    assertThat(Files.readString(Path.of("../docs/PROTOCOL.md")))
        .contains("2 retracted (reserved for later)", "4 full (reserved for later)");
  }

  private static boolean isUsed(Enum<?> constant, String type) {
    return Pattern.compile("\\b%s\\.%s\\b".formatted(type, constant.name())).matcher(SERVER).find();
  }

  private static String serverSources() {
    return Stream.of("server", "storage", "protocol")
        .map(module -> Path.of("..", module, "src/main/java"))
        .map(SentCodesTest::texts)
        .collect(Collectors.joining());
  }

  private static String texts(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
