/**
 * The inbox port: where accepted envelopes wait for their devices, whichever engine keeps them
 * (docs/ARCHITECTURE.md).
 */
@NullMarked
package dev.letterlock.storage.inbox;

import org.jspecify.annotations.NullMarked;
