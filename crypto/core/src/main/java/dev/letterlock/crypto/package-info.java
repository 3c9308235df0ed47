/** The public key structures of E1 that client and server both check: docs/E2EE.md §2.1 to 2.3. */
@NullMarked
package dev.letterlock.crypto;

import org.jspecify.annotations.NullMarked;
