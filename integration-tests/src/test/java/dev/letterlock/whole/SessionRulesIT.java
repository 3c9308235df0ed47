package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.frame.client.KeyCount;
import dev.letterlock.protocol.frame.client.Ping;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.KeysLow;
import dev.letterlock.protocol.frame.server.Pong;
import dev.letterlock.protocol.frame.server.PreKeyBundles;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.RequestId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How a session begins and ends, with clients that break the rules (docs/PROTOCOL.md §3, §7). */
class SessionRulesIT extends WireCase {

  @Test
  void aNewerSessionDisplacesTheOlder() throws Exception {
    WireClient older = open(alice);
    WireClient newer = open(alice);

    assertThat(older.closeCode()).isEqualTo(CloseCode.DISPLACED.code());
    assertAnswers(newer);
  }

  @Test
  void anAckBeyondWhatWasSentClosesAndTrimsNothing() throws Exception {
    WireClient sender = open(alice);
    sender.send(Messages.numbered(alice, bob, 1));
    sender.next(Accepted.class);
    WireClient reader = open(bob);
    Cursor sent = reader.next(Deliver.class).cursor();

    reader.send(new Ack(new Cursor(sent.epoch(), sent.seq() + 1), 0));

    assertThat(reader.closeCode()).isEqualTo(CloseCode.ACK_BEYOND.code());
    assertThat(open(bob).next(Deliver.class).cursor()).isEqualTo(sent);
  }

  @Test
  void tellsAConnectedDeviceOnceThatItsPreKeysRunLow() throws Exception {
    LoadUser carol = server.userWithPreKeys(51);
    WireClient target = open(carol);
    WireClient claimer = open(alice);
    for (int i = 0; i < 3; i++) {
      claimer.send(new ClaimPreKeys(RequestId.of(UUID.randomUUID()), carol.id(), List.of()));
      claimer.next(PreKeyBundles.class);
    }

    assertThat(target.next(KeysLow.class).oneTime()).isEqualTo(49);
    target.send(new KeyCount());
    assertThat(target.next(KeysLow.class).oneTime()).as("the answer comes next").isEqualTo(48);
  }

  @Test
  void wantsHelloFirst() throws Exception {
    WireClient client = connect();

    client.send(new Ping(1));

    assertThat(client.closeCode()).isEqualTo(CloseCode.HELLO_MISSING.code());
  }

  @Test
  void wantsHelloInTime() throws Exception {
    assertThat(connect().closeCode()).isEqualTo(CloseCode.HELLO_LATE.code());
  }

  @Test
  void wantsHelloOnce() throws Exception {
    WireClient client = open(alice);

    client.hello(device(alice), Cursor.ZERO);

    assertThat(client.closeCode()).isEqualTo(CloseCode.HELLO_TWICE.code());
  }

  @Test
  void refusesText() throws Exception {
    WireClient client = open(alice);

    client.sendText("hello");

    assertThat(client.closeCode()).isEqualTo(CloseCode.TEXT_NOT_SUPPORTED.code());
  }

  @Test
  void answersAnUnknownFrameAndGoesOn() throws Exception {
    WireClient client = open(alice);

    client.sendBytes(ByteBuffer.wrap(new byte[] {0x3F, 0}));

    Failure failure = client.next(Failure.class);
    assertThat(failure.error()).isEqualTo(ErrorCode.UNKNOWN_FRAME);
    assertThat(failure.aboutType()).isEqualTo(0x3F);
    assertAnswers(client);
  }

  private static void assertAnswers(WireClient client) throws InterruptedException {
    client.send(new Ping(42));
    assertThat(client.next(Pong.class).opaque()).isEqualTo(42);
  }
}
