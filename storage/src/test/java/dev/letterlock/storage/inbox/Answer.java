package dev.letterlock.storage.inbox;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import java.util.ArrayList;
import java.util.List;

/** A copy of what an engine answered to one submission. */
public record Answer(
    Outcome outcome, long time, List<Cursor> places, List<Long> nodes, List<DeviceAddress> full) {

  static Answer of(Submission submission) {
    List<Cursor> places = new ArrayList<>();
    List<Long> nodes = new ArrayList<>();
    for (int i = 0; i < submission.targetCount(); i++) {
      places.add(new Cursor(submission.targetEpoch(i), submission.targetSeq(i)));
      nodes.add(submission.targetNode(i));
    }
    List<DeviceAddress> full = new ArrayList<>();
    for (int i = 0; i < submission.fullCount(); i++) {
      full.add(submission.fullDevice(i));
    }
    return new Answer(submission.outcome(), submission.time(), places, nodes, full);
  }
}
