package dev.letterlock.crypto.e2ee.content;

import java.util.UUID;

/**
 * The device that wrote a message (docs/E2EE.md §2.6).
 *
 * @param device unsigned
 */
public record Author(UUID user, int device) {}
