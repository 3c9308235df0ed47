package dev.letterlock.crypto.e2ee.content;

import dev.letterlock.crypto.StructureReader;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest verified versions of one signed chain, so that what a peer says he sees can be
 * compared (docs/E2EE.md §2.6). Immutable. Stored as {@code ver u8=1 | n u8 | n x view 16}, rising.
 *
 * @param views at most 64, rising
 */
public record ViewHistory(List<ListView> views) {

  public static final ViewHistory EMPTY = new ViewHistory(List.of());

  private static final int MOST = 64;
  private static final byte VERSION = 1;

  /** What comes of a comparison. */
  public enum Verdict {
    /** The peer sees, or saw, what is known here. */
    AGREES,
    /** The peer sees something newer: fetch it, verify it, compare again. */
    NEWER,
    /** Older than what is remembered: nothing can be said. */
    FORGOTTEN,
    /** One version with two contents: the server splits the view. */
    SPLIT
  }

  public ViewHistory {
    views = List.copyOf(views.subList(Math.max(0, views.size() - MOST), views.size()));
    for (int i = 1; i < views.size(); i++) {
      if (Long.compareUnsigned(views.get(i - 1).version(), views.get(i).version()) >= 0) {
        throw new KeyRejectedException(
            KeyFault.BAD_LIST_VERSION, "version: not rising (expected: above the one before)");
      }
    }
  }

  /**
   * Adds a newer verified version.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LIST_VERSION} if it is not newer
   */
  public ViewHistory with(ListView newer) {
    List<ListView> longer = new ArrayList<>(views);
    longer.add(newer);
    return new ViewHistory(longer);
  }

  /** Compares what a peer stated. */
  public Verdict compare(ListView stated) {
    for (ListView view : views) {
      if (view.version() == stated.version()) {
        return view.hash8() == stated.hash8() ? Verdict.AGREES : Verdict.SPLIT;
      }
    }
    long newest = views.isEmpty() ? 0 : views.getLast().version();
    boolean newer = Long.compareUnsigned(stated.version(), newest) > 0;
    return newer ? Verdict.NEWER : Verdict.FORGOTTEN;
  }

  public byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(2 + views.size() * ListView.SIZE);
    out.put(VERSION).put((byte) views.size());
    views.forEach(view -> view.writeTo(out));
    return out.array();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH}, {@link KeyFault#BAD_VERSION} or
   *     {@link KeyFault#BAD_LIST_VERSION}
   */
  public static ViewHistory decode(byte[] stored) {
    StructureReader in = new StructureReader("view history", stored);
    in.version1();
    int count = in.u8();
    if (count > MOST) {
      throw new KeyRejectedException(
          KeyFault.BAD_LENGTH, "views: " + count + " (expected: at most 64)");
    }
    List<ListView> views = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      views.add(new ListView(in.u64(), in.u64()));
    }
    in.end();
    return new ViewHistory(views);
  }
}
