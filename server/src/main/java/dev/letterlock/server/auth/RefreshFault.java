package dev.letterlock.server.auth;

/** Why a refresh token is refused. */
public enum RefreshFault implements RefreshVerdict {
  /** No such token. */
  INVALID,
  /** Its login has ended. */
  ENDED,
  /** It was exchanged before, so somebody has a copy: its login has ended now. */
  REUSED
}
