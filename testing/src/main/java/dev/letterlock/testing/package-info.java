/** What every module's tests run under: a buffer that is not released fails its test class. */
@NullMarked
package dev.letterlock.testing;

import org.jspecify.annotations.NullMarked;
