/** Who may depend on whom, and on what, as rules that fail the build. */
@NullMarked
package dev.letterlock.architecture;

import org.jspecify.annotations.NullMarked;
