/** Whom a client believes: the signed device lists that it pins, docs/E2EE.md §2.2 and §2.10. */
@NullMarked
package dev.letterlock.crypto.e2ee.trust;

import org.jspecify.annotations.NullMarked;
