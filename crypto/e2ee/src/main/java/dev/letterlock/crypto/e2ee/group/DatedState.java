package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.group.GroupState;

/**
 * A state of a group with the time from which it counts (docs/E2EE.md §2.8).
 *
 * @param since when it came into force, by the server's clock, µs since 1970
 */
public record DatedState(GroupState state, long since) {}
