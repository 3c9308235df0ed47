/** The Netty edge: transport, listening, connections and what becomes of them after the upgrade. */
@NullMarked
package dev.letterlock.server.net;

import org.jspecify.annotations.NullMarked;
