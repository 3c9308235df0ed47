package dev.letterlock.whole;

import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A device that hands in once more what it has sent, when the server has forgotten that. */
final class Resubmitter implements AutoCloseable {
  private static final int MESSAGE_ID = Send.REF_OFFSET + Integer.BYTES;
  private static final int MOST_UNANSWERED = 200;

  private final List<byte[]> sent = new ArrayList<>();
  private final WireClient wire;
  private int ref;

  /** Takes the place of a profile that is not open, and knows all that it has sent of late. */
  Resubmitter(ServerUrl url, Path profile) throws IOException, InterruptedException {
    wire = new WireClient(url);
    VaultContents.reading(profile, vault -> begin(new Transaction(vault)));
    wire.next(Welcome.class);
  }

  private boolean begin(Transaction step) {
    try (step) {
      Own own = new Own(step, People.E1_SUITE);
      new Sends(step).entries().forEach(entry -> sent.add(entry.frame().toByteArray()));
      int device = own.device().orElseThrow().cert().address().device();
      wire.hello(device, own.tokens().orElseThrow().accessToken(), Cursor.ZERO);
      return true;
    }
  }

  /** How much it has sent of late. */
  int sent() {
    return sent.size();
  }

  /** Sends the last message under so many other names that the server forgets all before. */
  void makeForgotten() throws InterruptedException {
    byte[] filler = sent.getLast();
    for (int left = Wire.REMEMBERED_SENDS; left > 0; left -= MOST_UNANSWERED) {
      for (int i = 0; i < Math.min(left, MOST_UNANSWERED); i++) {
        ByteBuffer renamed = ByteBuffer.wrap(filler.clone());
        UUID id = UUID.randomUUID();
        renamed
            .putLong(MESSAGE_ID, id.getMostSignificantBits())
            .putLong(MESSAGE_ID + Long.BYTES, id.getLeastSignificantBits());
        hand(renamed);
      }
      awaitAnswers();
    }
  }

  /** Hands in the first so many once more, byte for byte. */
  void resubmit(int count) throws InterruptedException {
    sent.subList(0, count).forEach(frame -> hand(ByteBuffer.wrap(frame.clone())));
    awaitAnswers();
  }

  private void hand(ByteBuffer frame) {
    wire.sendBytes(frame.putInt(Send.REF_OFFSET, ++ref));
  }

  private void awaitAnswers() throws InterruptedException {
    boolean answered = false;
    while (!answered) {
      answered =
          wire.next(Accepted.class).ranges().stream().anyMatch(range -> range.lastRef() == ref);
    }
  }

  @Override
  public void close() {
    wire.close();
  }
}
