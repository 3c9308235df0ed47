package dev.letterlock.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.PendingReceipt;
import dev.letterlock.storage.inbox.ReceiptMark;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerMessageTest {
  private static final DeviceAddress DEVICE = new DeviceAddress(new UserId(-1, 2), -3);
  private static final byte[] ENVELOPE = {9, 8, 7};

  private final ByteBuf message = Unpooled.buffer();
  private final Heard heard = new Heard();

  @Test
  void handsOverEveryItemInItsOrder() {
    ByteBuf around = Unpooled.wrappedBuffer(new byte[] {0, 9, 8, 7, 0});
    PeerMessage.writeCommitted(DEVICE, true, 5, 6, around, 1, 3, message);
    PeerMessage.writeCommitted(DEVICE, false, 5, 7, around, 1, 3, message);
    PeerMessage.writeEphemeral(DEVICE, Unpooled.wrappedBuffer(ENVELOPE), message);
    PeerMessage.writeReceiptsWait(DEVICE, message);
    PeerMessage.writeDisplaced(DEVICE, 77, message);

    PeerMessage.read(message, heard);

    assertThat(heard.said)
        .containsExactly(
            "committed true 5 6 090807",
            "committed false 5 7 090807",
            "ephemeral 090807",
            "receipts wait",
            "displaced 77");
  }

  @Test
  void carriesAReceiptWithTheOneBefore() {
    PeerMessage.writeReceipt(DEVICE, mark(), message);

    PeerMessage.read(message, heard);

    assertThat(heard.said)
        .containsExactly(
            "receipt 40 "
                + new PendingReceipt(
                    41,
                    Receipt.Kind.READ,
                    new ConversationId(1, 2),
                    new UserId(3, 4),
                    DEVICE.device(),
                    500));
  }

  @Test
  void passesOverWhatANewerNodeSays() {
    PeerMessage.writeReceiptsWait(DEVICE, message);
    message.writeByte(99).writeLong(1);

    PeerMessage.read(message, heard);

    assertThat(heard.said).containsExactly("receipts wait");
  }

  @Test
  void readsNothingBeyondAMessageThatIsCutOff() {
    PeerMessage.writeDisplaced(DEVICE, 77, message);
    message.writerIndex(message.writerIndex() - 1);

    assertThatThrownBy(() -> PeerMessage.read(message, heard))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(heard.said).isEmpty();
  }

  private static ReceiptMark mark() {
    InboxBatch batch = new InboxBatch(Unpooled.directBuffer(1));
    AckEntry entry = batch.addAck();
    ReceiptMark mark = entry.addReceipt();
    mark.between(1, 2, new UserId(3, 4), DEVICE);
    mark.reached(Receipt.Kind.READ, 500);
    mark.number(41);
    mark.follow(40);
    batch.release();
    return mark;
  }

  private static final class Heard implements PeerSink {
    private final List<String> said = new ArrayList<>();

    @Override
    public void committed(
        DeviceAddress device,
        boolean wakes,
        long epoch,
        long seq,
        ByteBuf from,
        int index,
        int length) {
      say(device, "committed " + wakes + " " + epoch + " " + seq + " " + hex(from, index, length));
    }

    @Override
    public void ephemeral(DeviceAddress device, ByteBuf from, int index, int length) {
      say(device, "ephemeral " + hex(from, index, length));
    }

    @Override
    public void receipt(DeviceAddress device, long previous, PendingReceipt receipt) {
      say(device, "receipt " + previous + " " + receipt);
    }

    @Override
    public void receiptsWait(DeviceAddress device) {
      say(device, "receipts wait");
    }

    @Override
    public void displaced(DeviceAddress device, long fence) {
      say(device, "displaced " + fence);
    }

    private void say(DeviceAddress device, String what) {
      assertThat(device).isEqualTo(DEVICE);
      said.add(what);
    }

    private static String hex(ByteBuf from, int index, int length) {
      return ByteBufUtil.hexDump(from, index, length);
    }
  }
}
