package dev.letterlock.server.delivery.sending;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.server.delivery.lane.Lane;
import dev.letterlock.storage.inbox.Submission;

/** Begins the submissions of one lane's Sends. On its event loop. */
final class Intake {
  private final Lane lane;

  Intake(Lane lane) {
    this.lane = lane;
  }

  /** A submission of this Send in the batch of the turn, without targets. */
  Submission begin(Submitter submitter, Send send) {
    Submission submission = lane.batch().addSubmission();
    submission.begin(submitter.address(), send.messageIdHigh(), send.messageIdLow());
    submission.content(ContentHash.of(send));
    submission.attach(submitter, send.ref());
    return submission;
  }

  /** As {@link #begin}, for a Send that is stored. */
  Submission beginStored(Submitter submitter, Send send) {
    Submission submission = begin(submitter, send);
    if (send.hasCollapseTag()) {
      submission.collapse(send.collapseTagHigh(), send.collapseTagLow());
    }
    return submission;
  }

  /** Refuses with {@code code}, unless the engine remembers the message from before. */
  void refuseUnlessKnown(Submitter submitter, Send send, ErrorCode code) {
    refuseUnlessKnown(submitter, send, Submitter.failure(code, send.ref()));
  }

  void refuseUnlessKnown(Submitter submitter, Send send, ServerFrame refusal) {
    begin(submitter, send).lookUpOnly(refusal);
  }
}
