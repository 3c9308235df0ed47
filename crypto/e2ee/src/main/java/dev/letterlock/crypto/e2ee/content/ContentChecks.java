package dev.letterlock.crypto.e2ee.content;

import dev.letterlock.crypto.e2ee.content.Finding.Chain;
import dev.letterlock.crypto.e2ee.content.SequenceTrack.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * What a receiver checks of content that was opened (docs/E2EE.md §2.6): that it is what the
 * session and the server say, and that both ends see the same lists. Stateless; keep what comes
 * back in the same transaction as the message.
 */
public final class ContentChecks {

  private ContentChecks() {}

  /**
   * What came of a check.
   *
   * @param sequence to keep in place of the one expected
   */
  public record Outcome(SequenceTrack sequence, List<Finding> findings) {
    public Outcome {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Judges one message.
   *
   * @throws ContentRejectedException with {@link ContentFault#WRONG_SENDER}, {@link
   *     ContentFault#WRONG_DEVICE}, {@link ContentFault#WRONG_CONVERSATION}, {@link
   *     ContentFault#WRONG_MESSAGE_ID} or {@link ContentFault#NOT_A_MEMBER}; nothing is to be kept
   */
  public static Outcome judge(ContentHead head, Arrival arrival, Expectation expected) {
    requireSame(head, arrival);
    if (!expected.members().contains(arrival.author().user())) {
      throw rejected(ContentFault.NOT_A_MEMBER, "author", "a member of the conversation");
    }
    List<Finding> findings = new ArrayList<>();
    compare(Chain.AUTHOR_LIST, head.ownList(), expected.authorLists(), findings);
    compare(Chain.AUXILIARY, head.auxiliary(), expected.auxiliaries(), findings);
    Step step = expected.sequence().accept(head.place().sequence());
    switch (step) {
      case Step.Next _, Step.Late _ -> {}
      case Step.Skipped(var _, var missing) -> findings.add(new Finding.Missing(missing));
      case Step.Repeated _ -> findings.add(new Finding.RepeatedNumber(head.place().sequence()));
    }
    return new Outcome(step.track(), findings);
  }

  private static void requireSame(ContentHead head, Arrival arrival) {
    if (!head.author().user().equals(arrival.author().user())) {
      throw rejected(ContentFault.WRONG_SENDER, "sender", "that of the session");
    }
    if (head.author().device() != arrival.author().device()) {
      throw rejected(ContentFault.WRONG_DEVICE, "device", "that of the session");
    }
    if (!head.place().conversation().equals(arrival.conversation())) {
      throw rejected(ContentFault.WRONG_CONVERSATION, "conversation", "that of the envelope");
    }
    if (!head.place().message().equals(arrival.message())) {
      throw new ContentRejectedException(
          ContentFault.WRONG_MESSAGE_ID,
          "message id: another (expected: that of the envelope)",
          head.place().message());
    }
  }

  private static void compare(
      Chain chain, ListView stated, ViewHistory known, List<Finding> findings) {
    switch (known.compare(stated)) {
      case AGREES, FORGOTTEN -> {}
      case NEWER -> findings.add(new Finding.NewerView(chain, stated));
      case SPLIT -> findings.add(new Finding.SplitView(chain, stated));
    }
  }

  private static ContentRejectedException rejected(
      ContentFault fault, String name, String expected) {
    return new ContentRejectedException(fault, name + ": another (expected: " + expected + ")");
  }
}
