package dev.letterlock.server.auth;

/** What became of a presented token: its claims, or why it is worth nothing. */
public sealed interface TokenVerdict permits TokenClaims, TokenFault {}
