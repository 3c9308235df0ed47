package dev.letterlock.server.delivery.lane;

import java.util.List;

/** The lanes of this process, one per event loop, at most 64. Immutable. */
public final class Lanes {
  private static final int MAX_LANES = 64;

  private final List<Lane> lanes;

  public Lanes(List<Lane> lanes) {
    if (lanes.isEmpty() || lanes.size() > MAX_LANES) {
      throw new IllegalArgumentException("lanes: " + lanes.size() + " (expected: 1 to 64)");
    }
    this.lanes = List.copyOf(lanes);
  }

  int count() {
    return lanes.size();
  }

  Lane at(int index) {
    return lanes.get(index);
  }
}
