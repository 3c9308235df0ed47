package dev.letterlock.crypto.e2ee.content;

import dev.letterlock.crypto.StructureReader;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which numbers of one author device in one conversation have come, so that dropped and reordered
 * messages are seen (docs/E2EE.md §2.6). Immutable. Stored as {@code ver u8=1 | highest u64 | known
 * u64 | n u8 | n x (from u64 | to u64)}.
 *
 * @param highest the highest number seen, 0 at the beginning
 * @param known nothing is remembered of numbers up to this one
 * @param holes numbers between {@code known} and {@code highest} that have not come, rising; at
 *     most 64
 */
public record SequenceTrack(long highest, long known, List<Range> holes) {

  public static final SequenceTrack EMPTY = new SequenceTrack(0, 0, List.of());

  private static final int MOST = 64;
  private static final int FIXED_SIZE = 18;
  private static final byte VERSION = 1;

  /** Numbers from {@code from} to {@code to}, both included. */
  public record Range(long from, long to) {

    boolean contains(long number) {
      return from <= number && number <= to;
    }
  }

  /** What a number means. */
  public sealed interface Step {

    /** The track after the message. */
    SequenceTrack track();

    /** The next one. */
    record Next(SequenceTrack track) implements Step {}

    /** Some before it are missing: late, expired or withheld. */
    record Skipped(SequenceTrack track, Range missing) implements Step {}

    /** One that was missing. */
    record Late(SequenceTrack track) implements Step {}

    /**
     * The number was used before: the author's device was set back or copied (docs/E2EE.md R10).
     */
    record Repeated(SequenceTrack track) implements Step {}
  }

  /**
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH} if holes are not in order
   */
  public SequenceTrack {
    holes = List.copyOf(holes);
    if (known < 0 || highest < known || holes.size() > MOST) {
      throw new KeyRejectedException(
          KeyFault.BAD_LENGTH, "numbers: out of range (expected: 0, then known, then highest)");
    }
    long last = known;
    for (Range hole : holes) {
      if (hole.from() <= last || hole.to() < hole.from() || hole.to() > highest) {
        throw new KeyRejectedException(
            KeyFault.BAD_LENGTH, "holes: out of order (expected: rising, below the highest)");
      }
      last = hole.to();
    }
  }

  /**
   * Takes the next message.
   *
   * @param number at least 1
   */
  public Step accept(long number) {
    if (number == highest + 1) {
      return new Step.Next(new SequenceTrack(number, known, holes));
    }
    if (number > highest) {
      Range missing = new Range(highest + 1, number - 1);
      return new Step.Skipped(withHole(number, missing), missing);
    }
    Optional<Range> hole = holes.stream().filter(range -> range.contains(number)).findFirst();
    if (hole.isPresent()) {
      return new Step.Late(without(number, hole.get()));
    }
    return number <= known ? new Step.Late(this) : new Step.Repeated(this);
  }

  private SequenceTrack withHole(long newHighest, Range missing) {
    List<Range> more = new ArrayList<>(holes);
    more.add(missing);
    if (more.size() <= MOST) {
      return new SequenceTrack(newHighest, known, more);
    }
    return new SequenceTrack(newHighest, more.removeFirst().to(), more);
  }

  private SequenceTrack without(long number, Range hole) {
    List<Range> rest = new ArrayList<>();
    for (Range range : holes) {
      if (!range.equals(hole)) {
        rest.add(range);
        continue;
      }
      if (range.from() < number) {
        rest.add(new Range(range.from(), number - 1));
      }
      if (number < range.to()) {
        rest.add(new Range(number + 1, range.to()));
      }
    }
    if (rest.size() <= MOST) {
      return new SequenceTrack(highest, known, rest);
    }
    return new SequenceTrack(highest, rest.removeFirst().to(), rest);
  }

  public byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(FIXED_SIZE + holes.size() * 2 * Long.BYTES);
    out.put(VERSION).putLong(highest).putLong(known).put((byte) holes.size());
    holes.forEach(hole -> out.putLong(hole.from()).putLong(hole.to()));
    return out.array();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH} or {@link KeyFault#BAD_VERSION}
   */
  public static SequenceTrack decode(byte[] stored) {
    StructureReader in = new StructureReader("sequence track", stored);
    in.version1();
    long highest = in.u64();
    long known = in.u64();
    int count = in.u8();
    List<Range> holes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      holes.add(new Range(in.u64(), in.u64()));
    }
    in.end();
    return new SequenceTrack(highest, known, holes);
  }
}
