package dev.letterlock.server.auth;

/** What became of a presented refresh token: the next pair, or why there is none. */
public sealed interface RefreshVerdict permits TokenPair, RefreshFault {}
