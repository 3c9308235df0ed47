package dev.letterlock.server.delivery.lane;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.storage.inbox.Submission;

/** Answers the Sends of one session, those of a turn together. On the session's event loop. */
public interface SendAnswers {
  /** The Send was stored, now or before. */
  void accept(Submission stored);

  /** Nothing was stored of the Send with this ref. */
  void refuse(ErrorCode code, int ref);

  void refuse(ServerFrame refusal);

  /** The first answer of a turn returns true, so that {@link #endAnswers} is called once. */
  boolean beginAnswers();

  /** The turn has no more answers. */
  void endAnswers();
}
