/** A database for jobs that can be killed. */
@NullMarked
package dev.letterlock.server.jobs.store;

import org.jspecify.annotations.NullMarked;
