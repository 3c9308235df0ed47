/** What jobs do, each over ports and without knowledge of what runs it. */
@NullMarked
package dev.letterlock.server.jobs.work;

import org.jspecify.annotations.NullMarked;
