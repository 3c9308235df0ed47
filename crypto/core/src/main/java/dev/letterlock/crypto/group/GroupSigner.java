package dev.letterlock.crypto.group;

import java.util.UUID;

/**
 * Whose device signed a {@link GroupState} (docs/E2EE.md §2.8).
 *
 * @param device unsigned
 */
public record GroupSigner(UUID user, int device) {}
