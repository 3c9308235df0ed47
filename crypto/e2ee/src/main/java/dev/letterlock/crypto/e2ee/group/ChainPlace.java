package dev.letterlock.crypto.e2ee.group;

import java.util.UUID;

/**
 * Names a sender chain of one device (docs/E2EE.md §2.8).
 *
 * @param epoch of the group in which it began, unsigned
 * @param chain random, unsigned
 */
public record ChainPlace(UUID group, int epoch, int chain) {}
