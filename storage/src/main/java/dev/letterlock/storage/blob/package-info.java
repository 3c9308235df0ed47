/** Blobs: sealed files that clients put beside their messages (docs/E2EE.md §2.11). */
@NullMarked
package dev.letterlock.storage.blob;

import org.jspecify.annotations.NullMarked;
