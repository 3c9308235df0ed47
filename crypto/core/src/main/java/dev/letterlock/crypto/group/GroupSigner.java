package dev.letterlock.crypto.group;

import java.util.UUID;

/**
 * Whose device signed a {@link GroupState}.
 *
 * @param device unsigned
 */
public record GroupSigner(UUID user, int device) {}
