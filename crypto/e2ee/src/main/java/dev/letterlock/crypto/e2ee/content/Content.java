package dev.letterlock.crypto.e2ee.content;

/** What a slice holds before padding: docs/E2EE.md §2.6. */
public record Content(ContentHead head, ContentBody body) {}
