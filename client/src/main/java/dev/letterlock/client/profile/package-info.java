/** What a device keeps in its vault, as typed records: docs/adr/0006-client-key-store.md. */
@NullMarked
package dev.letterlock.client.profile;

import org.jspecify.annotations.NullMarked;
