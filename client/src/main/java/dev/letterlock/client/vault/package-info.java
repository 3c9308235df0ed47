/**
 * The key store of a client on a disk: docs/adr/0006-client-key-store.md.
 *
 * <p>Internal: applications use {@link dev.letterlock.client.messenger.Messenger}.
 */
@NullMarked
package dev.letterlock.client.vault;

import org.jspecify.annotations.NullMarked;
