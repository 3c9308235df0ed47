/**
 * The inbox engine on Redis: every step is one script that changes what it touches at once, so that
 * any number of servers may use the same inboxes (docs/adr/0010).
 */
@NullMarked
package dev.letterlock.storage.inbox.redis;

import org.jspecify.annotations.NullMarked;
