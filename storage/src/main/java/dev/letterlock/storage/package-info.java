/** Ports to what the server keeps for long, one small blocking interface per store. */
@NullMarked
package dev.letterlock.storage;

import org.jspecify.annotations.NullMarked;
