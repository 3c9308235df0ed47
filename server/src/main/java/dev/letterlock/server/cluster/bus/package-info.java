/** The way from node to node, through Redis. */
@NullMarked
package dev.letterlock.server.cluster.bus;

import org.jspecify.annotations.NullMarked;
