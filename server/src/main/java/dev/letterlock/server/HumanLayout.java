package dev.letterlock.server;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Lines for a person. What belongs to one event is indented below its first line, and no control
 * character gets through, so that nobody whose words are logged can forge an event or move the
 * cursor of whoever reads.
 */
final class HumanLayout extends PatternLayout {
  private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level [%thread] %logger{0}: %msg%n";

  private HumanLayout() {}

  static HumanLayout start(LoggerContext context) {
    HumanLayout layout = new HumanLayout();
    layout.setContext(context);
    layout.setPattern(PATTERN);
    layout.start();
    return layout;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    String text = super.doLayout(event);
    StringBuilder harmless = new StringBuilder(text.length());
    int end = text.length() - System.lineSeparator().length();
    for (int i = 0; i < end; i++) {
      append(harmless, text.charAt(i));
    }
    return harmless.append(System.lineSeparator()).toString();
  }

  private static void append(StringBuilder line, char c) {
    if (c == '\n') {
      line.append("\n\t");
    } else {
      line.append(Character.isISOControl(c) && c != '\t' ? '?' : c);
    }
  }
}
