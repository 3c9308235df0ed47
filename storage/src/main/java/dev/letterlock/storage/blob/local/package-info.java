/** Blobs as files of a directory. */
@NullMarked
package dev.letterlock.storage.blob.local;

import org.jspecify.annotations.NullMarked;
