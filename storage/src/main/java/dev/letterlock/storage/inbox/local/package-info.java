/**
 * The inbox engine for one node: everything that is young stays in memory and in one journal, only
 * what waits for long is filed by device (docs/ARCHITECTURE.md).
 */
@NullMarked
package dev.letterlock.storage.inbox.local;

import org.jspecify.annotations.NullMarked;
