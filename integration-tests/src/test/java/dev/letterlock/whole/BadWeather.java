package dev.letterlock.whole;

import dev.letterlock.protocol.FrameType;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Loses, doubles and swaps what one connection delivers, and loses answers to what it sent, now and
 * then. One thread.
 */
final class BadWeather implements Function<byte[], List<byte[]>> {
  private static final int PERCENT = 100;
  private static final int LOST_ANSWERS = 2;

  private final SplittableRandom random;
  private final Set<Trouble> struck;
  private byte @Nullable [] late;

  /**
   * @param struck takes what it has done; for any thread
   */
  BadWeather(long seed, Set<Trouble> struck) {
    this.random = new SplittableRandom(seed);
    this.struck = struck;
  }

  @Override
  public List<byte[]> apply(byte[] frame) {
    int type = Byte.toUnsignedInt(frame[0]);
    if (type == FrameType.DELIVER.code()) {
      return deliver(frame);
    }
    boolean isAnswer = type == FrameType.ACCEPTED.code() || type == FrameType.RECEIPT.code();
    if (!isAnswer || random.nextInt(PERCENT) >= LOST_ANSWERS) {
      return List.of(frame);
    }
    struck.add(Trouble.ANSWER_LOST);
    return List.of();
  }

  private List<byte[]> deliver(byte[] frame) {
    if (late != null) {
      byte[] overtaken = late;
      late = null;
      struck.add(Trouble.DELIVERIES_SWAPPED);
      return List.of(frame, overtaken);
    }
    return switch (random.nextInt(PERCENT)) {
      case 0 -> {
        struck.add(Trouble.DELIVERY_LOST);
        yield List.of();
      }
      case 1 -> {
        struck.add(Trouble.DELIVERY_DOUBLED);
        yield List.of(frame, frame);
      }
      case 2 -> {
        late = frame;
        yield List.of();
      }
      default -> List.of(frame);
    };
  }
}
