package dev.letterlock.protocol.codec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.letterlock.protocol.codec.TrackedBuffers;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.Receipt.Kind;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReceiptWriterTest {
  private static final UserId READER = new UserId(-3, 4);

  @RegisterExtension private final TrackedBuffers buffers = new TrackedBuffers();
  private final ReceiptWriter writer = new ReceiptWriter();

  @Test
  void aLaterWatermarkReplacesAnEarlierOne() {
    add(1, Kind.DELIVERED, 1, 10);
    add(2, Kind.READ, 1, 10);
    add(3, Kind.DELIVERED, 1, 20);

    assertThat(written())
        .containsExactly(
            new Receipt(3, List.of(entry(Kind.DELIVERED, 1, 20), entry(Kind.READ, 1, 10))));
    assertThat(writer.isEmpty()).isTrue();
  }

  @Test
  void conversationsReadersAndSenderDevicesKeepApart() {
    writer.add(1, Kind.READ, 1, 2, READER, -1, 10);
    writer.add(2, Kind.READ, 1, 3, READER, -1, 11);
    writer.add(3, Kind.READ, 1, 2, new UserId(-3, 5), -1, 12);
    writer.add(4, Kind.READ, 1, 2, READER, -2, 13);

    assertThat(written().getFirst().entries())
        .containsExactly(
            entry(Kind.READ, -1, 10),
            new Receipt.Entry(Kind.READ, new ConversationId(1, 3), READER, -1, 11),
            new Receipt.Entry(Kind.READ, new ConversationId(1, 2), new UserId(-3, 5), -1, 12),
            entry(Kind.READ, -2, 13));
  }

  @Test
  void expiredMessagesAreNamedOneByOne() {
    add(1, Kind.EXPIRED, 1, 10);
    add(2, Kind.EXPIRED, 1, 20);

    assertThat(written().getFirst().entries())
        .containsExactly(entry(Kind.EXPIRED, 1, 10), entry(Kind.EXPIRED, 1, 20));
  }

  @Test
  void onlyTheLastFrameOfManyCanConfirmThemAll() {
    for (int device = 1; device <= 150; device++) {
      add(device, Kind.DELIVERED, device, 1);
    }
    List<Receipt> frames = written();

    assertThat(frames).extracting(frame -> frame.entries().size()).containsExactly(64, 64, 22);
    assertThat(frames).extracting(Receipt::mark).containsExactly(0L, 0L, 150L);
  }

  @Test
  void beginsAnewAfterTheLastFrame() {
    add(7, Kind.DELIVERED, 1, 10);
    written();
    add(8, Kind.DELIVERED, 1, 20);

    assertThat(written()).containsExactly(new Receipt(8, List.of(entry(Kind.DELIVERED, 1, 20))));
  }

  @Test
  void writesNoEmptyFrame() {
    assertThatIllegalArgumentException().isThrownBy(() -> writer.writeTo(buffers.empty()));
  }

  private void add(long mark, Kind kind, int device, long upTo) {
    writer.add(mark, kind, 1, 2, READER, device, upTo);
  }

  private List<Receipt> written() {
    List<Receipt> frames = new ArrayList<>();
    while (!writer.isEmpty()) {
      ByteBuf out = buffers.empty();
      int size = writer.size();
      writer.writeTo(out);
      assertThat(out.readableBytes()).isEqualTo(size);
      frames.add((Receipt) new ServerFrameDecoder().read(out));
    }
    return frames;
  }

  private static Receipt.Entry entry(Kind kind, int device, long upTo) {
    return new Receipt.Entry(kind, new ConversationId(1, 2), READER, device, upTo);
  }
}
