package dev.letterlock.storage.inbox.move;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.UserId;

/** Which envelope the next message of this sender with the same collapse tag would replace. */
public record KeptTag(long high, long low, UserId sender, Cursor place) {}
