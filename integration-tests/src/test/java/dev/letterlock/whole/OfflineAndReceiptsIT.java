package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A message's way from Send to the last receipt, with either side away (docs/PROTOCOL.md §4). */
class OfflineAndReceiptsIT extends WireCase {

  @Test
  void bringsAnAbsentDeviceWhatItHasNotStored() throws Exception {
    WireClient sender = open(alice, Cursor.ZERO);
    accepted(sender, Messages.numbered(alice, bob, 1));
    accepted(sender, Messages.numbered(alice, bob, 2).withRef(2));
    WireClient first = open(bob, Cursor.ZERO);
    Deliver one = first.next(Deliver.class);
    assertThat(Messages.numberOf(one.envelope())).isEqualTo(1);
    assertThat(one.envelope().sender()).isEqualTo(device(alice).address());
    first.close();

    WireClient again = open(bob, one.cursor());

    assertThat(Messages.numberOf(again.next(Deliver.class).envelope())).isEqualTo(2);
    again.next(InboxDrained.class);
  }

  @Test
  void bringsReceiptsToASenderThatWasAway() throws Exception {
    WireClient sender = open(alice, Cursor.ZERO);
    long time = accepted(sender, Messages.numbered(alice, bob, 1)).ranges().getFirst().time();
    sender.close();
    WireClient reader = open(bob, Cursor.ZERO);
    Deliver deliver = reader.next(Deliver.class);
    assertThat(deliver.envelope().time()).isEqualTo(time);
    reader.send(new Ack(deliver.cursor(), 0));
    reader.send(readUpTo(deliver));
    awaitRead(alice, time);

    WireClient back = open(alice, Cursor.ZERO);

    List<Receipt.Kind> kinds = new ArrayList<>();
    while (kinds.size() < 2) {
      for (Receipt.Entry entry : back.next(Receipt.class).entries()) {
        assertThat(entry.reader()).isEqualTo(bob.id());
        assertThat(entry.conversation()).isEqualTo(People.conversation(alice.id(), bob.id()));
        assertThat(entry.upTo()).isEqualTo(time);
        kinds.add(entry.kind());
      }
    }
    assertThat(kinds).containsExactlyInAnyOrder(Receipt.Kind.DELIVERED, Receipt.Kind.READ);
  }

  @Test
  void callsNothingReadThatTheReaderHasNotAcked() throws Exception {
    WireClient sender = open(alice, Cursor.ZERO);
    accepted(sender, Messages.numbered(alice, bob, 1));
    accepted(sender, Messages.numbered(alice, bob, 2).withRef(2));
    WireClient reader = open(bob, Cursor.ZERO);
    Deliver one = reader.next(Deliver.class);
    Deliver two = reader.next(Deliver.class);

    reader.send(new Ack(one.cursor(), 0));
    reader.send(readUpTo(two));

    List<Receipt.Entry> entries = new ArrayList<>();
    while (entries.size() < 2) {
      entries.addAll(sender.next(Receipt.class).entries());
    }
    assertThat(entries)
        .extracting(Receipt.Entry::kind, Receipt.Entry::upTo)
        .containsExactly(
            tuple(Receipt.Kind.DELIVERED, one.envelope().time()),
            tuple(Receipt.Kind.READ, one.envelope().time()));
  }

  @Test
  void makesNoReceiptOfWhatADeviceResumesSilently() throws Exception {
    WireClient sender = open(alice, Cursor.ZERO);
    accepted(sender, Messages.numbered(alice, bob, 1));
    WireClient reader = open(bob, Cursor.ZERO);
    Deliver one = reader.next(Deliver.class);
    reader.close();

    try (WireClient back = new WireClient(server.url())) {
      back.helloSilently(device(bob), one.cursor());
      assertThat(back.next(Welcome.class).cursor()).isEqualTo(one.cursor());
      accepted(sender, Messages.numbered(alice, bob, 2).withRef(2));
      Deliver two = back.next(Deliver.class);
      back.send(new Ack(two.cursor(), 0));

      assertThat(sender.next(Receipt.class).entries())
          .extracting(Receipt.Entry::kind, Receipt.Entry::upTo)
          .containsExactly(tuple(Receipt.Kind.DELIVERED, two.envelope().time()));
    }
  }

  @Test
  void tellsAConnectedSenderThatAMessageExpired() throws Exception {
    WireClient sender = open(alice, Cursor.ZERO);
    OutgoingSend send = Messages.numbered(alice, bob, 1);
    accepted(sender, send);
    long expiry = micros(clock.instant().plus(Duration.ofMinutes(5)));
    Accepted accepted =
        accepted(sender, Messages.expiring(Messages.numbered(alice, bob, 2), expiry).withRef(2));
    clock.pass(Duration.ofMinutes(6));
    WireClient reader = open(bob, Cursor.ZERO);
    assertThat(reader.next(Gap.class).reason()).isEqualTo(Gap.Reason.EXPIRED);

    Receipt receipt = sender.next(Receipt.class);

    assertThat(receipt.entries())
        .containsExactly(
            new Receipt.Entry(
                Receipt.Kind.EXPIRED,
                send.conversation(),
                bob.id(),
                device(alice).address().device(),
                accepted.ranges().getFirst().time()));
  }

  @Test
  void answersAResubmitAlikeAndDeliversOneCopy() throws Exception {
    OutgoingSend send = Messages.numbered(alice, bob, 1);
    WireClient sender = open(alice, Cursor.ZERO);
    long time = accepted(sender, send).ranges().getFirst().time();
    sender.close();
    WireClient again = open(alice, Cursor.ZERO);

    assertThat(accepted(again, send).ranges().getFirst().time()).isEqualTo(time);

    accepted(again, Messages.numbered(alice, bob, 2).withRef(2));
    WireClient reader = open(bob, Cursor.ZERO);
    assertThat(Messages.numberOf(reader.next(Deliver.class).envelope())).isEqualTo(1);
    assertThat(Messages.numberOf(reader.next(Deliver.class).envelope())).isEqualTo(2);
  }

  @Test
  void refusesOtherBytesUnderAnUsedId() throws Exception {
    OutgoingSend send = Messages.numbered(alice, bob, 1);
    WireClient sender = open(alice, Cursor.ZERO);
    accepted(sender, send);

    sender.send(Messages.withNumber(send, 7).withRef(2));

    Failure failure = sender.next(Failure.class);
    assertThat(failure.error()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(failure.firstRef()).isEqualTo(2);
  }

  @Test
  void namesTheDevicesThatASendMissed() throws Exception {
    LoadUser carol = server.users(1, 2).getFirst();
    OutgoingSend all = Messages.numbered(alice, carol, 1);
    WireClient sender = open(alice, Cursor.ZERO);

    sender.send(Messages.withEntries(all, all.entries().subList(0, 1)));

    RosterMismatch mismatch = sender.next(RosterMismatch.class);
    LoadDevice missed = carol.devices().get(1);
    assertThat(mismatch.entries())
        .containsExactly(
            new RosterMismatch.Entry(
                missed.address(), missed.registration(), RosterMismatch.Kind.MISSING));
  }

  private static ReadReceipt readUpTo(Deliver deliver) {
    return new ReadReceipt(
        List.of(
            new ReadReceipt.Mark(
                deliver.envelope().conversation(),
                deliver.envelope().sender(),
                deliver.envelope().time())));
  }

  /** The job that makes receipts readable over HTTP comes around within seconds. */
  private void awaitRead(LoadUser asker, long time) {
    String both = "\"delivered_up_to\":\"%d\",\"read_up_to\":\"%d\"".formatted(time, time);
    await("receipts over HTTP")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(receipts(asker)).contains(both));
  }

  private String receipts(LoadUser asker) throws IOException, InterruptedException {
    String path = "/v1/conversations/" + People.conversation(alice.id(), bob.id()) + "/receipts";
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(server.url().resolve(path))
                  .header("Authorization", "Bearer " + device(asker).token())
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
