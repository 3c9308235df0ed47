/** What a client's frames lead to: the Hello first, then one handler per frame type. */
@NullMarked
package dev.letterlock.server.dispatch;

import org.jspecify.annotations.NullMarked;
