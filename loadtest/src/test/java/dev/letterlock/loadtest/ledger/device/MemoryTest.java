package dev.letterlock.loadtest.ledger.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.loadtest.ledger.Entry;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that has died knows as much as one that lives. */
class MemoryTest {

  private static final DeviceAddress SELF = new DeviceAddress(new UserId(0, 1), 1);
  private static final DeviceAddress OTHER = new DeviceAddress(new UserId(0, 2), 1);

  @TempDir Path folder;

  @Test
  void knowsNothingAtFirst() {
    try (Memory memory = open()) {
      assertThat(memory.unanswered()).isEmpty();
      assertThat(memory.stored()).isEqualTo(Cursor.ZERO);
    }
  }

  @Test
  void remembersWhatIsNotAnsweredInItsOldOrder() {
    Memory before = open();
    for (long number = 1; number <= 5; number++) {
      before.write(submitted(number));
    }
    before.write(new Entry.Accepted(id(2), 10, List.of()));
    before.write(new Entry.Refused(id(4), 17));
    before.close();

    try (Memory after = open()) {
      assertThat(after.unanswered()).containsExactly(submitted(1), submitted(3), submitted(5));
      assertThat(after.unanswered()).isEqualTo(before.unanswered());
      assertThat(after.unansweredCount()).isEqualTo(3);
      assertThat(after.unanswered(id(3))).isEqualTo(submitted(3));
      assertThat(after.unanswered(id(2))).isNull();
    }
  }

  @Test
  void remembersTheLastPlaceThatIsStored() {
    Memory before = open();
    before.write(new Entry.Shown(new Cursor(1, 1), id(1), OTHER, 10, 0));
    before.write(new Entry.Skipped(new Cursor(1, 2), new Cursor(1, 5), 1));
    before.close();

    try (Memory after = open()) {
      assertThat(after.stored()).isEqualTo(new Cursor(1, 5)).isEqualTo(before.stored());
    }
  }

  private Memory open() {
    return Memory.open(folder.resolve("a.ledger"), SELF);
  }

  private static Entry.Submitted submitted(long number) {
    return new Entry.Submitted(
        id(number), number, new ConversationId(3, 3), OTHER.user(), List.of(OTHER));
  }

  private static MessageId id(long number) {
    return new MessageId(9, number);
  }
}
