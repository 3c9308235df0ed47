/** How often anybody may do anything: one table of rates and the buckets that hold people to it. */
@NullMarked
package dev.letterlock.server.limits;

import org.jspecify.annotations.NullMarked;
