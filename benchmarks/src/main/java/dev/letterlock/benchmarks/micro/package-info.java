/** What single steps cost, in nanoseconds and in bytes of garbage, measured by JMH. */
@NullMarked
package dev.letterlock.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
