package dev.letterlock.loadtest.ledger.device;

import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.client.ReadReceipt.Mark;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was shown since the last ReadReceipt, by sender; own copies are not read. One thread. */
final class ReadMarks {

  private static final int MOST = 64;

  private final UserId self;
  private final Map<DeviceAddress, Mark> marks = new HashMap<>();

  ReadMarks(UserId self) {
    this.self = self;
  }

  void shown(ConversationId conversation, DeviceAddress sender, long time) {
    if (!sender.user().equals(self)) {
      marks.put(sender, new Mark(conversation, sender, time));
    }
  }

  /** The frame that says so, once; null when there is nothing to say. */
  @Nullable ReadReceipt take() {
    if (marks.isEmpty()) {
      return null;
    }
    List<Mark> taken = marks.values().stream().limit(MOST).toList();
    marks.clear();
    return new ReadReceipt(taken);
  }
}
