/**
 * What a device keeps in its vault, as typed records: docs/adr/0006-client-key-store.md.
 *
 * <p>Internal: applications use {@link dev.letterlock.client.messenger.Messenger}.
 */
@NullMarked
package dev.letterlock.client.profile;

import org.jspecify.annotations.NullMarked;
