package dev.letterlock.storage.inbox.move;

import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.id.Cursor;

/** A place of an inbox that stays empty, and why. */
public record KeptGap(Cursor place, Gap.Reason reason) {}
