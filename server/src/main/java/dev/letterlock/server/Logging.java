package dev.letterlock.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.letterlock.server.config.LogFormat;
import dev.letterlock.server.config.ServerConfig;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the log up as configured: on standard error, so that standard output stays what a command
 * prints. Call it once, before anything logs.
 */
public final class Logging {
  private static final String HUMAN_PATTERN =
      "%d{HH:mm:ss.SSS} %-5level [%thread] %logger{0}: %msg%n";

  /** Libraries whose news is only news to their authors, and the least that is worth reading. */
  private static final Map<String, Level> QUIET =
      Map.of(
          "io.netty", Level.WARN,
          "org.mongodb", Level.WARN,
          "org.jobrunr", Level.WARN,
          // It warns that its first call, which loads classes, is slow.
          "org.jobrunr.jobs.filters", Level.ERROR,
          "reactor", Level.WARN,
          // It warns of each index that it ignores, which is known and of no harm (docs/adr/0003).
          "de.bwaldvogel", Level.ERROR);

  private Logging() {}

  public static void configure(ServerConfig.Log log) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    Level level = Level.toLevel(log.level().name());
    if (level.isGreaterOrEqual(Level.INFO)) {
      QUIET.forEach((name, least) ->
          context.getLogger(name).setLevel(level.isGreaterOrEqual(least) ? level : least));
    }
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(appender(context, encoder(context, log.format())));
  }

  private static ConsoleAppender<ILoggingEvent> appender(
      LoggerContext context, Encoder<ILoggingEvent> encoder) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("console");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case HUMAN -> human();
          case JSON -> json();
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> human() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern(HUMAN_PATTERN);
    return encoder;
  }

  private static Encoder<ILoggingEvent> json() {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setWithFormattedMessage(true);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    return encoder;
  }
}
