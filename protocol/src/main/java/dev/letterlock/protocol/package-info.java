/** What the bytes of wire version 1 mean: ids, frames, codecs and named codes. */
@NullMarked
package dev.letterlock.protocol;

import org.jspecify.annotations.NullMarked;
