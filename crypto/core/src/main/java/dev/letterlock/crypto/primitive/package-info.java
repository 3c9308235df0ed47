/** The only door to libsodium, and the key types that pass through it. Nothing here decrypts. */
@NullMarked
package dev.letterlock.crypto.primitive;

import org.jspecify.annotations.NullMarked;
