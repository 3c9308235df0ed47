package dev.letterlock.server.delivery.lane;

import dev.letterlock.storage.inbox.InboxEngine;

/** Where messages wait: the engine, and the long-term store of what has aged. */
public record InboxSources(InboxEngine engine, AgedInbox aged) {}
