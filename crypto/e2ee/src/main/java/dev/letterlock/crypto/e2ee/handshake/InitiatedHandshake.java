package dev.letterlock.crypto.e2ee.handshake;

/**
 * The initiator's end of a handshake (docs/E2EE.md §2.4): the header to send and the secrets it led
 * to.
 */
public record InitiatedHandshake(PreKeyHeader header, HandshakeSecrets secrets) {}
