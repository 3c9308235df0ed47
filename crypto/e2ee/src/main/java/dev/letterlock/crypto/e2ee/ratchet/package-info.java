/** The Double Ratchet between two devices, with all its limits: docs/E2EE.md §2.5. */
@NullMarked
package dev.letterlock.crypto.e2ee.ratchet;

import org.jspecify.annotations.NullMarked;
