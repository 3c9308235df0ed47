/** What stands ready for operators is true: held to the code, and run where the tools are there. */
@NullMarked
package dev.letterlock.deploy;

import org.jspecify.annotations.NullMarked;
