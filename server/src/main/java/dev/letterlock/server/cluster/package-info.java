/**
 * What servers that share a database owe each other: that only one of them runs, or that all know
 * where sessions are and what has changed.
 */
@NullMarked
package dev.letterlock.server.cluster;

import org.jspecify.annotations.NullMarked;
