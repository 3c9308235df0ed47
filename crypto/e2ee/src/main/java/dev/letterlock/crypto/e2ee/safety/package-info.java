/** What two people compare to know that nobody stands between them: docs/E2EE.md §2.10. */
@NullMarked
package dev.letterlock.crypto.e2ee.safety;

import org.jspecify.annotations.NullMarked;
