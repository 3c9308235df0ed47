/** What is inside a payload slice, and how a receiver judges it: docs/E2EE.md §2.6. */
@NullMarked
package dev.letterlock.crypto.e2ee.content;

import org.jspecify.annotations.NullMarked;
