package dev.letterlock.crypto.e2ee.group;

/**
 * A message, key or state of a group that must not be used (docs/E2EE.md §2.8); what is known stays
 * as it was.
 */
public final class GroupRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final GroupFault fault;

  /**
   * @param text {@code name: value (expected: ...)}, never key bytes
   */
  public GroupRejectedException(GroupFault fault, String text) {
    super(fault + ": " + text);
    this.fault = fault;
  }

  public GroupFault fault() {
    return fault;
  }
}
