/** Where JobRunr keeps its jobs. */
@NullMarked
package dev.letterlock.server.jobs.store;

import org.jspecify.annotations.NullMarked;
