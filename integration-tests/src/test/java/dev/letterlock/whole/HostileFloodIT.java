package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Accidents;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.primitive.Octets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A server that sends Alice frames which no credit or none of her Sends asks for, without end: she
 * leaves it with a word, keeps nothing of it, and goes on when it behaves.
 */
class HostileFloodIT extends HostileCase {
  private static final int WELCOME = 0x41;
  private static final int GAP = 0x46;
  private static final int RECEIPT = 0x47;
  private static final String TOO_MUCH = "The server sent more at once than this device has room";
  private static final int MANY = 20_000;
  private static final int MARKS = 64;

  @BeforeEach
  void talk() {
    sends("before");
    says("hello");
    await().atMost(PATIENCE).until(() -> Chats.texts(alice, "bob").contains("hello"));
    sends("now that Bob has written");
    await().atMost(PATIENCE).until(() -> statuses().contains(Status.DELIVERED));
  }

  /** Of an epoch that is over, so that none moves her on. */
  @Test
  void leavesAServerThatSendsGapsWithoutEnd() {
    floodOnce(deliver -> {
      long epoch = ByteBuffer.wrap(deliver).getLong(2) - 1;
      return LongStream.range(1, MANY).mapToObj(seq -> gap(epoch, seq)).toList();
    });

    says("before the gaps");

    ear.awaits(Kind.REFUSED, TOO_MUCH);
    goesOn();
  }

  /** As fast as it can take them; from a faster server it would break off (LineTest). */
  @Test
  void keepsNoneOfReceiptsWithoutEnd() {
    int before = settled(this::records).size();
    floodOnce(_ -> Collections.nCopies(MANY, receipts()));

    says("before the receipts");

    goesOn();
    assertThat(statuses()).doesNotContain(Status.READ);
    assertThat(settled(this::records)).hasSizeLessThan(before + MARKS);
  }

  private Map<RecordKey, Octets> records() throws IOException {
    return VaultContents.ofAllButThePlace(folder.resolve("alice"));
  }

  @Test
  void leavesAServerThatBeginsASessionTwice() {
    meddler.frames(frame -> {
      boolean welcome = Byte.toUnsignedInt(frame[0]) == WELCOME;
      return welcome ? List.of(frame, frame) : List.of(frame);
    });
    Accidents.breakConnection(alice);

    ear.awaits(Kind.REFUSED, "began the same session a second time");
    goesOn();
  }

  /** The next message to Alice is followed by all this. */
  private void floodOnce(Function<byte[], List<byte[]>> flood) {
    AtomicInteger count = new AtomicInteger();
    meddler.frames(frame -> {
      List<byte[]> all = new ArrayList<>(List.of(frame));
      if (DeliverBytes.is(frame) && count.getAndIncrement() == 0) {
        all.addAll(flood.apply(frame));
      }
      return all;
    });
  }

  private static byte[] gap(long epoch, long seq) {
    return ByteBuffer.allocate(35)
        .put((byte) GAP)
        .put((byte) 0)
        .putLong(epoch)
        .putLong(seq)
        .putLong(epoch)
        .putLong(seq)
        .put((byte) 1)
        .array();
  }

  /** As many as one frame takes, of a conversation that nobody began. */
  private static byte[] receipts() {
    ByteBuffer out = ByteBuffer.allocate(11 + MARKS * 45);
    out.put((byte) RECEIPT).put((byte) 0).putLong(1).put((byte) MARKS);
    for (int i = 0; i < MARKS; i++) {
      out.put((byte) 2).putLong(7).putLong(i).putLong(8).putLong(i).putInt(9).putLong(10);
    }
    return out.array();
  }

  private void goesOn() {
    meddler.behave();
    says("and on");
    await().atMost(PATIENCE).until(() -> Chats.texts(alice, "bob").contains("and on"));
    sends("indeed");
  }
}
