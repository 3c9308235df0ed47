package dev.letterlock.storage.inbox.engine;

import dev.letterlock.protocol.frame.server.Gap;

/** Reasons of gaps as they are kept: by their codes on the wire, which never change. */
public final class GapCodes {
  private static final Gap.Reason[] REASONS = Gap.Reason.values();

  private GapCodes() {}

  /** The reason with this code; EXPIRED for one that this version does not know. */
  public static Gap.Reason reason(int code) {
    for (Gap.Reason reason : REASONS) {
      if (reason.code() == code) {
        return reason;
      }
    }
    return Gap.Reason.EXPIRED;
  }
}
