/** The key store of a client on a disk: docs/adr/0006-client-key-store.md. */
@NullMarked
package dev.letterlock.client.vault;

import org.jspecify.annotations.NullMarked;
