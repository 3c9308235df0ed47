package dev.letterlock.storage.inbox;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import java.util.ArrayList;
import java.util.List;

/** A copy of what an engine answered to one submission. */
public record Answer(Outcome outcome, long time, List<Cursor> places, List<DeviceAddress> full) {

  static Answer of(Submission submission) {
    List<Cursor> places = new ArrayList<>();
    for (int i = 0; i < submission.targetCount(); i++) {
      places.add(new Cursor(submission.targetEpoch(i), submission.targetSeq(i)));
    }
    List<DeviceAddress> full = new ArrayList<>();
    for (int i = 0; i < submission.fullCount(); i++) {
      full.add(submission.fullDevice(i));
    }
    return new Answer(submission.outcome(), submission.time(), places, full);
  }
}
