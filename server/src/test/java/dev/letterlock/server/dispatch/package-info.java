/** Tests of what stands between connections and handlers. */
@NullMarked
package dev.letterlock.server.dispatch;

import org.jspecify.annotations.NullMarked;
