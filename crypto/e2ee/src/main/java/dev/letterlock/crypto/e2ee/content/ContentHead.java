package dev.letterlock.crypto.e2ee.content;

/**
 * Everything about a message but its body; 120 bytes with version, type and flags (docs/E2EE.md
 * §2.6).
 *
 * @param ownList how the author sees his own devices
 * @param auxiliary how he sees the peer's devices; in a group the group's epoch and state
 */
public record ContentHead(
    Author author, MessagePlace place, ListView ownList, ListView auxiliary, LogHead log) {}
