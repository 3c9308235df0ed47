/** Files beside messages, sealed as blobs that a server keeps: docs/E2EE.md §2.11. */
@NullMarked
package dev.letterlock.crypto.e2ee.attachment;

import org.jspecify.annotations.NullMarked;
