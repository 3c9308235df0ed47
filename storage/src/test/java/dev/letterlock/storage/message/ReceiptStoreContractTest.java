package dev.letterlock.storage.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.Samples;
import dev.letterlock.storage.StoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceiptStoreContractTest extends StoreContract {
  private final UserId reader = Samples.user();
  private final DeviceAddress sender = Samples.device();
  private final Conversation conversation =
      new Conversation(Samples.conversation(), Set.of(reader, sender.user()));
  private ReceiptStore receipts;

  @BeforeEach
  void open() {
    receipts = stores().receipts();
  }

  @Test
  void raisesDeliveredAndReadApart() {
    receipts.raise(List.of(mark(10, 0)));
    assertThat(receipts.of(conversation)).containsExactly(mark(10, 0));
    receipts.raise(List.of(mark(0, 7)));
    assertThat(receipts.of(conversation)).containsExactly(mark(10, 7));
  }

  @Test
  void neverGoesBack() {
    receipts.raise(List.of(mark(10, 9)));
    receipts.raise(List.of(mark(8, 3)));
    receipts.raise(List.of(mark(20, 4), mark(15, 12)));
    assertThat(receipts.of(conversation)).containsExactly(mark(20, 12));
  }

  @Test
  void keepsReadersSenderDevicesAndConversationsApart() {
    DeviceAddress second = new DeviceAddress(sender.user(), 2);
    DeviceAddress back = new DeviceAddress(reader, 1);
    ReceiptWatermark other = new ReceiptWatermark(conversation.id(), reader, second, 5, 0);
    ReceiptWatermark reply = new ReceiptWatermark(conversation.id(), sender.user(), back, 6, 6);
    ReceiptWatermark elsewhere =
        new ReceiptWatermark(Samples.conversation(), reader, sender, 99, 99);
    receipts.raise(List.of(mark(1, 0), other, reply, elsewhere));

    assertThat(receipts.of(conversation)).containsExactlyInAnyOrder(mark(1, 0), other, reply);
  }

  @Test
  void storesManyAtOnce() {
    List<ReceiptWatermark> marks = new ArrayList<>();
    List<Conversation> conversations = new ArrayList<>();
    for (int i = 1; i <= 500; i++) {
      Conversation each = new Conversation(Samples.conversation(), Set.of(reader));
      conversations.add(each);
      marks.add(new ReceiptWatermark(each.id(), reader, sender, i, 0));
    }
    receipts.raise(marks);
    receipts.raise(marks);

    assertThat(conversations.stream().flatMap(each -> receipts.of(each).stream()))
        .containsExactlyElementsOf(marks);
  }

  @Test
  void storesNothingForNothing() {
    receipts.raise(List.of());
    receipts.raise(List.of(mark(0, 0)));
    assertThat(receipts.of(conversation)).isEmpty();
  }

  private ReceiptWatermark mark(long delivered, long read) {
    return new ReceiptWatermark(conversation.id(), reader, sender, delivered, read);
  }
}
