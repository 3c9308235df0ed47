/** What servers that share a database owe each other: so far, that only one of them runs. */
@NullMarked
package dev.letterlock.server.cluster;

import org.jspecify.annotations.NullMarked;
