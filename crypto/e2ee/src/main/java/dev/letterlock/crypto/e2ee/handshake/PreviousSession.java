package dev.letterlock.crypto.e2ee.handshake;

import dev.letterlock.crypto.primitive.SecretBytes;

/**
 * The live session that a linked handshake continues (docs/E2EE.md §2.4): whoever does not hold its
 * export secret cannot take its place.
 *
 * @param export exp of that session, 32 bytes, the lender's to close
 */
public record PreviousSession(SessionId id, SecretBytes export) {}
