package dev.letterlock.crypto.e2ee.content;

import java.util.UUID;

/**
 * What is known about a message without its content (docs/E2EE.md §2.6).
 *
 * @param author whose session or sender key opened it: proven
 * @param conversation as the server says
 * @param message id, as the server says
 */
public record Arrival(Author author, UUID conversation, UUID message) {}
