/** What the scripts take and answer, as bytes; each script's head is the other side of it. */
@NullMarked
package dev.letterlock.storage.inbox.redis.script;

import org.jspecify.annotations.NullMarked;
