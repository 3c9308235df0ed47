package dev.letterlock.server.config.value;

import dev.letterlock.server.limits.Rate;
import dev.letterlock.settings.value.InvalidValueException;
import dev.letterlock.settings.value.Numbers;
import dev.letterlock.settings.value.ValueType;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value type of how often somebody may do something: {@code BURST+1/INTERVAL}, or off. */
public final class Rates {
  private static final Pattern RATE = Pattern.compile("([^+]*)\\+1/(.+)");
  private static final String OFF = "off";
  private static final ValueType<Integer> BURST = Numbers.whole("a burst", 1, 100_000);
  private static final ValueType<Duration> INTERVAL = Numbers.duration("1ms", "1d");

  private Rates() {}

  public static ValueType<Rate> type() {
    return new ValueType<>("BURST+1/INTERVAL, such as 20+1/3m, or off", Rates::parse);
  }

  /** A rate as {@link #type()} reads it. */
  public static String text(Rate rate) {
    if (rate.unlimited()) {
      return OFF;
    }
    long millis = rate.interval().toMillis();
    String interval =
        millis % 60_000 == 0
            ? millis / 60_000 + "m"
            : millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    return rate.burst() + "+1/" + interval;
  }

  private static Rate parse(String text) throws InvalidValueException {
    if (text.equals(OFF)) {
      return Rate.UNLIMITED;
    }
    Matcher matcher = RATE.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidValueException("not BURST+1/INTERVAL");
    }
    return new Rate(
        BURST.parser().parse(matcher.group(1)), INTERVAL.parser().parse(matcher.group(2)));
  }
}
