package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.id.Cursor;
import java.util.ArrayList;
import java.util.List;

/** What an inbox should hold, kept in the simplest way: one cell per place. */
final class InboxModel {
  private final long epoch;
  private final List<Cell> cells = new ArrayList<>();
  private int acked;

  InboxModel(long epoch) {
    this.epoch = epoch;
  }

  private static final class Cell {
    private final String text;
    private final long expiry;
    private final long tag;
    private String gap = "";

    Cell(String text, long expiry, long tag) {
      this.text = text;
      this.expiry = expiry;
      this.tag = tag;
    }
  }

  /** Adds an envelope; one that waits with the same tag other than 0 gives way. */
  void add(String text, long expiry, long tag) {
    if (tag != 0) {
      cells.subList(acked, cells.size()).stream()
          .filter(cell -> cell.tag == tag && cell.gap.isEmpty())
          .forEach(cell -> cell.gap = "COLLAPSED");
    }
    cells.add(new Cell(text, expiry, tag));
  }

  void ack(int seq) {
    acked = Math.max(acked, seq);
  }

  int lastSeq() {
    return cells.size();
  }

  /** How many expire. */
  int expire(long now) {
    int count = 0;
    for (Cell cell : cells.subList(acked, cells.size())) {
      if (cell.expiry <= now && cell.gap.isEmpty()) {
        cell.gap = "EXPIRED";
        count++;
      }
    }
    return count;
  }

  /** Envelopes that wait. */
  long undelivered() {
    return cells.subList(acked, cells.size()).stream().filter(cell -> cell.gap.isEmpty()).count();
  }

  /** As InboxClient.readAll says it. */
  List<String> linesAfter(int seq) {
    List<String> lines = new ArrayList<>();
    int from = Math.max(seq, acked) + 1;
    for (int at = from; at <= cells.size(); at++) {
      Cell cell = cells.get(at - 1);
      if (cell.gap.isEmpty()) {
        lines.add(new Cursor(epoch, at) + " " + cell.text);
      } else {
        int first = at;
        while (at < cells.size() && cells.get(at).gap.equals(cell.gap)) {
          at++;
        }
        lines.add(new Cursor(epoch, first) + ".." + new Cursor(epoch, at) + " " + cell.gap);
      }
    }
    return lines;
  }
}
