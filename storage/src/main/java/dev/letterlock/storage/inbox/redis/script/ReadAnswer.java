package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.storage.inbox.engine.GapCodes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Part of an inbox as {@code read.lua} answered it. */
public final class ReadAnswer {
  private static final int FIRST_PACK = 5;
  private static final int HEAD_SIZE = Long.BYTES + Integer.BYTES;

  private final InboxRecord inbox;
  private final Cursor start;
  private final boolean gapsComplete;
  private final boolean packsComplete;
  private final NavigableMap<Cursor, Gap.Reason> gaps = new TreeMap<>();
  private final List<Waiting> envelopes = new ArrayList<>();
  private Cursor lastPack;

  /**
   * An envelope where it lies.
   *
   * @param time of acceptance, µs
   * @param bytes the envelope between position and limit, with its time in it
   * @param pack the last place of its pack
   * @param packed envelopes in that pack
   */
  public record Waiting(Cursor place, long time, ByteBuffer bytes, Cursor pack, int packed) {
    /** When it expires, µs; 0 for never. */
    public long expiry() {
      return bytes.getLong(bytes.position() + EnvelopeCodec.EXPIRY_OFFSET);
    }

    public boolean hasExpired(long now) {
      return expiry() != 0 && expiry() <= now;
    }
  }

  public ReadAnswer(List<Object> answer) {
    inbox = InboxRecord.read(answer.get(0));
    start = readCursor(ByteBuffer.wrap((byte[]) answer.get(1)));
    gapsComplete = (Long) answer.get(2) == 1;
    packsComplete = (Long) answer.get(3) == 1;
    lastPack = start;
    ByteBuffer places = ByteBuffer.wrap((byte[]) answer.get(4));
    while (places.hasRemaining()) {
      gaps.put(readCursor(places), GapCodes.reason(places.get()));
    }
    for (int i = FIRST_PACK; i < answer.size(); i += 3) {
      addPack((byte[]) answer.get(i), (byte[]) answer.get(i + 1), (byte[]) answer.get(i + 2));
    }
  }

  public InboxRecord inbox() {
    return inbox;
  }

  /** Everything up to here is done. */
  public Cursor start() {
    return start;
  }

  public NavigableMap<Cursor, Gap.Reason> gaps() {
    return gaps;
  }

  /** After {@link #start}, in order; some may be gaps meanwhile. */
  public List<Waiting> envelopes() {
    return envelopes;
  }

  /** Up to where the answer tells everything. */
  public Cursor horizon() {
    Cursor horizon = packsComplete ? inbox.last() : lastPack;
    if (!gapsComplete && gaps.lastKey().compareTo(horizon) < 0) {
      horizon = gaps.lastKey();
    }
    return horizon;
  }

  /** True if it tells everything up to the end of the inbox. */
  public boolean isComplete() {
    return gapsComplete && packsComplete;
  }

  private void addPack(byte[] id, byte[] heads, byte[] contents) {
    Cursor last = parse(id);
    ByteBuffer head = ByteBuffer.wrap(heads);
    int count = heads.length / HEAD_SIZE;
    int offset = 0;
    for (int i = 0; i < count; i++) {
      long time = head.getLong();
      int length = head.getInt();
      Cursor place = new Cursor(last.epoch(), last.seq() - count + 1 + i);
      if (place.compareTo(start) > 0) {
        ByteBuffer bytes = ByteBuffer.wrap(contents, offset, length);
        bytes.putLong(offset + EnvelopeCodec.TIME_OFFSET, time);
        envelopes.add(new Waiting(place, time, bytes, last, count));
      }
      offset += length;
    }
    lastPack = last;
  }

  private static Cursor parse(byte[] id) {
    String text = new String(id, StandardCharsets.US_ASCII);
    int dash = text.indexOf('-');
    return new Cursor(
        Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
  }

  private static Cursor readCursor(ByteBuffer in) {
    return new Cursor(in.getLong(), in.getLong());
  }
}
