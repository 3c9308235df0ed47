/**
 * The authenticated cipher of E1, bound here and not in core so that the server cannot reach it.
 */
@NullMarked
package dev.letterlock.crypto.e2ee.primitive;

import org.jspecify.annotations.NullMarked;
