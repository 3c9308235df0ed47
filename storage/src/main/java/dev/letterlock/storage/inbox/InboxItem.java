package dev.letterlock.storage.inbox;

/** One thing to send to a device that catches up. */
public sealed interface InboxItem permits StoredEnvelope, InboxGap {}
