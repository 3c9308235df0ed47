package dev.letterlock.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.server.config.LogFormat;
import dev.letterlock.server.config.LogLevel;
import dev.letterlock.server.config.ServerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
  private static final Logger LOG = LoggerFactory.getLogger("dev.letterlock.test");

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

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void letsNobodyForgeALine(LogFormat format) {
    String forged = "\r\n12:00:00.000 INFO  [main] Main: all is well\u001b[2J";
    String lines =
        written(
            LogLevel.INFO,
            format,
            () -> LOG.warn("refused {}", forged, new IOException("because" + forged)));

    assertThat(lines.lines().filter(line -> !line.startsWith("\t"))).hasSize(1);
    assertThat(lines.replaceAll("[\n\t]", "")).doesNotContainPattern("\\p{Cntrl}");
    assertThat(lines).contains("all is well");
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
    return written(
        level,
        format,
        () -> {
          LOG.info("stored {}", 7);
          LoggerFactory.getLogger("io.netty.test").info("of no interest");
        });
  }

  private static String written(LogLevel level, LogFormat format, Runnable speaking) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    Logging.configure(new ServerConfig.Log(level, format));
    speaking.run();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
