package dev.letterlock.crypto.e2ee.content;

/**
 * The head of the transparency log that the author knows: docs/E2EE.md §2.12. Zeros until there is
 * a log.
 *
 * @param size leaves
 * @param root8 the first eight bytes of the root
 */
public record LogHead(long size, long root8) {

  public static final LogHead NONE = new LogHead(0, 0);
}
