/** The signed chain of group states, which members and server both check: docs/E2EE.md §2.8. */
@NullMarked
package dev.letterlock.crypto.group;

import org.jspecify.annotations.NullMarked;
