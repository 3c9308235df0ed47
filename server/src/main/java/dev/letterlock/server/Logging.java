package dev.letterlock.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import dev.letterlock.server.config.LogFormat;
import dev.letterlock.server.config.ServerConfig;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the log up as configured: on standard error, so that standard output stays what a command
 * prints. Called before anything else, and again when the configuration has been read.
 */
public final class Logging {
  private static final String OWN = "dev.letterlock";

  /** Libraries that warn without need, and the least of theirs that is worth reading. */
  private static final Map<String, Level> QUIET =
      Map.of(
          // Each of its threads writes stack traces while its database is away, again and again;
          // JobSupervisor says so once, and JobTally why work fails.
          "org.jobrunr", Level.OFF,
          // It warns of each index that it ignores, which is known and of no harm (docs/adr/0003).
          "de.bwaldvogel", Level.ERROR,
          // It warns that it found two native transports; what goes wrong we say ourselves.
          "io.lettuce", Level.ERROR);

  private Logging() {}

  /**
   * The level is that of our own code. Libraries never say less severe things than warnings: below
   * that they print what passes through them, password hashes and frames among it.
   */
  public static void configure(ServerConfig.Log log) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    Level level = Level.toLevel(log.level().name());
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(atLeast(Level.WARN, level));
    root.addAppender(appender(context, encoder(context, log.format())));
    context.getLogger(OWN).setLevel(level);
    QUIET.forEach((name, least) -> context.getLogger(name).setLevel(quiet(least, level)));
  }

  /** Whoever looks closely may see what is switched off for all others. */
  private static Level quiet(Level least, Level wanted) {
    boolean closely = Level.DEBUG.isGreaterOrEqual(wanted);
    return closely && least == Level.OFF ? Level.WARN : atLeast(least, wanted);
  }

  private static Level atLeast(Level least, Level wanted) {
    return wanted.isGreaterOrEqual(least) ? wanted : least;
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
          case HUMAN -> human(context);
          case JSON -> json();
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> human(LoggerContext context) {
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setLayout(HumanLayout.start(context));
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
