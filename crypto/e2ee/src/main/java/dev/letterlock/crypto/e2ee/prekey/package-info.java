/** A device's own keys and pre-keys, and the judgement on those of others: docs/E2EE.md §2.3. */
@NullMarked
package dev.letterlock.crypto.e2ee.prekey;

import org.jspecify.annotations.NullMarked;
