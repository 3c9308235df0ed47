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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

  private static String logged(LogLevel level, LogFormat format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    Logging.configure(new ServerConfig.Log(level, format));
    LoggerFactory.getLogger("dev.letterlock.test").info("stored {}", 7);
    LoggerFactory.getLogger("io.netty.test").info("of no interest");
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
