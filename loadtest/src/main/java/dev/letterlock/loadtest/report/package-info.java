/** What a run found: a table, JSON and an HTML page that opens without a network. */
@NullMarked
package dev.letterlock.loadtest.report;

import org.jspecify.annotations.NullMarked;
