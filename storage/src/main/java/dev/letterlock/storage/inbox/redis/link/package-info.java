/**
 * The connection to Redis: judges it, keeps it, and says under which generation what is written
 * there (docs/adr/0010).
 */
@NullMarked
package dev.letterlock.storage.inbox.redis.link;

import org.jspecify.annotations.NullMarked;
