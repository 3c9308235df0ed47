/** Sessions with other devices, from handshake to the last record: docs/E2EE.md §2.4 and §2.5. */
@NullMarked
package dev.letterlock.crypto.e2ee.session;

import org.jspecify.annotations.NullMarked;
