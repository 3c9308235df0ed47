/** The hybrid handshake that begins a session, in both roles: docs/E2EE.md §2.4. */
@NullMarked
package dev.letterlock.crypto.e2ee.handshake;

import org.jspecify.annotations.NullMarked;
