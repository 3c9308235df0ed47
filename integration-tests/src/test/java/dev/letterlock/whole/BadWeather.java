package dev.letterlock.whole;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Loses, doubles and swaps what one connection delivers, now and then. One thread. */
final class BadWeather implements Function<byte[], List<byte[]>> {
  private static final int DELIVER = 0x44;
  private static final int PERCENT = 100;

  private final Random random;
  private byte @Nullable [] late;

  BadWeather(long seed) {
    random = new Random(seed);
  }

  @Override
  public List<byte[]> apply(byte[] frame) {
    if (Byte.toUnsignedInt(frame[0]) != DELIVER) {
      return List.of(frame);
    }
    if (late != null) {
      byte[] overtaken = late;
      late = null;
      return List.of(frame, overtaken);
    }
    return switch (random.nextInt(PERCENT)) {
      case 0 -> List.of();
      case 1 -> List.of(frame, frame);
      case 2 -> {
        late = frame;
        yield List.of();
      }
      default -> List.of(frame);
    };
  }
}
