/** Tests of the jobs. */
@NullMarked
package dev.letterlock.server.jobs;

import org.jspecify.annotations.NullMarked;
