/** How a new device of an account is let in by one that holds its key: docs/E2EE.md §2.10. */
@NullMarked
package dev.letterlock.crypto.e2ee.link;

import org.jspecify.annotations.NullMarked;
