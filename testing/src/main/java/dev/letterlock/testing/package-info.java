/**
 * What every module's tests run under: a buffer that is not released fails its test class, those
 * that wait do so together and have half a minute, and chance gets as many rounds as there is time
 * for.
 */
@NullMarked
package dev.letterlock.testing;

import org.jspecify.annotations.NullMarked;
