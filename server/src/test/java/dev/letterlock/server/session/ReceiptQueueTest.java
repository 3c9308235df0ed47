package dev.letterlock.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptQueueTest {
  private final ReceiptQueue queue = new ReceiptQueue();

  @Test
  void aLaterWatermarkReplacesAnEarlierOne() {
    queue.add(1, entry(Receipt.Kind.DELIVERED, 1, 10));
    queue.add(2, entry(Receipt.Kind.READ, 1, 10));
    queue.add(3, entry(Receipt.Kind.DELIVERED, 1, 20));

    assertThat(drain())
        .containsExactly(
            new Receipt(
                3, List.of(entry(Receipt.Kind.DELIVERED, 1, 20), entry(Receipt.Kind.READ, 1, 10))));
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void expiredMessagesAreNamedOneByOne() {
    queue.add(1, entry(Receipt.Kind.EXPIRED, 1, 10));
    queue.add(2, entry(Receipt.Kind.EXPIRED, 1, 20));

    assertThat(drain().getFirst().entries()).hasSize(2);
  }

  @Test
  void onlyTheLastFrameOfManyCanConfirmThemAll() {
    for (int device = 1; device <= 150; device++) {
      queue.add(device, entry(Receipt.Kind.DELIVERED, device, 1));
    }
    List<Receipt> frames = drain();

    assertThat(frames).extracting(frame -> frame.entries().size()).containsExactly(64, 64, 22);
    assertThat(frames).extracting(Receipt::mark).containsExactly(0L, 0L, 150L);
  }

  private List<Receipt> drain() {
    List<Receipt> frames = new ArrayList<>();
    queue.drainTo(frames::add);
    return frames;
  }

  private static Receipt.Entry entry(Receipt.Kind kind, int device, long upTo) {
    return new Receipt.Entry(kind, new ConversationId(1, 2), new UserId(3, 4), device, upTo);
  }
}
