package dev.letterlock.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.server.config.LogFormat;
import dev.letterlock.server.config.LogLevel;
import dev.letterlock.server.config.ServerConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class LoggingTest {
  private final PrintStream before = System.err;

  @AfterEach
  void restore() {
    System.setErr(before);
    Logging.configure(new ServerConfig.Log(LogLevel.INFO, LogFormat.HUMAN));
  }

  @Test
  void writesOneJsonObjectPerLine() throws Exception {
    JsonNode line = new ObjectMapper().readTree(logged(LogLevel.INFO, LogFormat.JSON));

    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("formattedMessage").asText()).isEqualTo("stored 7");
  }

  @Test
  void writesLinesForPeople() {
    assertThat(logged(LogLevel.INFO, LogFormat.HUMAN)).contains("INFO").endsWith("stored 7\n");
  }

  @Test
  void leavesOutWhatIsLessSevere() {
    assertThat(logged(LogLevel.WARN, LogFormat.HUMAN)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(LogLevel.class)
  void letsLibrariesSayNothingBelowAWarning(LogLevel level) {
    Logging.configure(new ServerConfig.Log(level, LogFormat.HUMAN));

    assertThat(
            List.of(
                "org.mongodb.driver.protocol.command",
                "de.bwaldvogel.mongo.wire",
                "io.netty.handler.logging.LoggingHandler",
                "org.jobrunr.storage",
                "a.library.that.nobody.thought.of"))
        .noneMatch(name -> LoggerFactory.getLogger(name).isInfoEnabled());
  }

  @Test
  void letsOurOwnCodeSayAsMuchAsIsWanted() {
    Logging.configure(new ServerConfig.Log(LogLevel.TRACE, LogFormat.HUMAN));

    assertThat(LoggerFactory.getLogger(Logging.class).isTraceEnabled()).isTrue();
  }

  private static String logged(LogLevel level, LogFormat format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    Logging.configure(new ServerConfig.Log(level, format));
    LoggerFactory.getLogger("dev.letterlock.test").info("stored {}", 7);
    LoggerFactory.getLogger("io.netty.test").info("of no interest");
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
