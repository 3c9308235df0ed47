/** Sender keys and what members of a group verify: docs/E2EE.md §2.8. */
@NullMarked
package dev.letterlock.crypto.e2ee.group;

import org.jspecify.annotations.NullMarked;
