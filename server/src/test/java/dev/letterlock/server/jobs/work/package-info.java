/** Tests of what jobs do, over the real engine and stores. */
@NullMarked
package dev.letterlock.server.jobs.work;

import org.jspecify.annotations.NullMarked;
