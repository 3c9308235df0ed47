package dev.letterlock.client.messenger;

/**
 * A file beside a conversation, sealed for those who read it (docs/E2EE.md §2.11). It has no name:
 * whoever keeps it gives it one.
 *
 * @param mediaType such as {@code image/jpeg}, in ASCII without spaces or control characters; its
 *     author's word
 * @param size in bytes, at most 16 GiB
 */
public record Attachment(String mediaType, long size) {}
