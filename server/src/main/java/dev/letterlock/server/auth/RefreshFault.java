package dev.letterlock.server.auth;

/** Why a refresh token is refused. */
public enum RefreshFault implements RefreshVerdict {
  /** No such token, or its login has ended. */
  INVALID,
  /** It was exchanged before, so somebody has a copy: its login has ended now. */
  REUSED
}
