package dev.letterlock.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceSessionTest {

  private static final DeviceAddress ADA = new DeviceAddress(new UserId(1, 1), 1);
  private static final DeviceAddress BEA = new DeviceAddress(new UserId(2, 2), 7);

  private FrameServer server;
  private ClientTransport transport;
  private long nextId;

  @BeforeEach
  void start() {
    server = new FrameServer();
    transport = ClientTransport.start(1);
  }

  @AfterEach
  void stop() {
    transport.close();
    server.close();
  }

  @Test
  void carriesMessagesAndAcksThem() {
    RecordingInbox inbox = new RecordingInbox();
    DeviceSession ada = session(ADA, new RecordingInbox());
    DeviceSession bea = session(BEA, inbox);
    for (int i = 0; i < 1000; i++) {
      var _ = ada.send(message());
    }
    await().until(() -> inbox.ids.size() == 1000);
    assertThat(inbox.ids).isEqualTo(LongStream.rangeClosed(1, 1000).boxed().toList());
    await().until(() -> server.acked(BEA) == 1000);
    assertThat(bea.stored().toCompletableFuture().join()).isEqualTo(new Cursor(1, 1000));
  }

  @Test
  void resumesWithoutGapOrRepeatAcrossManyBreaks() {
    RecordingInbox inbox = new RecordingInbox();
    DeviceSession ada = session(ADA, new RecordingInbox());
    DeviceSession bea = session(BEA, inbox);
    List<CompletionStage<SendResult>> results = new ArrayList<>();
    for (int round = 1; round <= 10; round++) {
      for (int i = 0; i < 100; i++) {
        results.add(ada.send(message()));
      }
      int soFar = round * 50;
      await().until(() -> inbox.ids.size() > soFar);
      bea.breakConnection();
    }
    await().until(() -> inbox.ids.size() == 1000);
    assertThat(inbox.ids).isEqualTo(LongStream.rangeClosed(1, 1000).boxed().toList());
    await()
        .untilAsserted(() ->
            assertThat(results)
                .allSatisfy(result ->
                    assertThat(result.toCompletableFuture())
                        .isCompletedWithValueMatching(SendResult.Stored.class::isInstance)));
  }

  @Test
  void resubmitsWhatWasNotAnsweredAndInOrder() {
    RecordingInbox inbox = new RecordingInbox();
    DeviceSession ada = session(ADA, new RecordingInbox());
    var _ = session(BEA, inbox);
    List<CompletableFuture<SendResult>> results = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 400; i++) {
        results.add(ada.send(message()).toCompletableFuture());
      }
      server.dropConnections();
    }
    CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).join();
    await().until(() -> inbox.ids.stream().distinct().count() == 2000);
    assertThat(inbox.ids.stream().distinct())
        .as("first arrivals, as the fake server has no memory of ids")
        .isEqualTo(LongStream.rangeClosed(1, 2000).boxed().toList());
  }

  @Test
  void resubmitsWhatWasAcceptedWhenANewEpochBegins() {
    RecordingInbox inbox = new RecordingInbox();
    DeviceSession ada = start(ADA, new RecordingInbox(), new Cursor(1, 0), ADA.user().toString());
    for (int i = 0; i < 20; i++) {
      ada.send(message()).toCompletableFuture().join();
    }
    server.beginNewEpoch();
    await().until(() -> server.stored(BEA) == 20);
    var _ = session(BEA, inbox);
    await().until(() -> inbox.ids.size() == 20);
    assertThat(inbox.ids).isEqualTo(LongStream.rangeClosed(1, 20).boxed().toList());
  }

  @Test
  void comesBackToTheSamePlaceWhenTheApplicationFails() {
    AtomicInteger failures = new AtomicInteger(3);
    RecordingInbox inbox =
        new RecordingInbox() {
          @Override
          public void delivered(Deliver deliver) {
            if (deliver.cursor().seq() == 5 && failures.getAndDecrement() > 0) {
              throw new IllegalStateException("disk full");
            }
            super.delivered(deliver);
          }
        };
    DeviceSession ada = session(ADA, new RecordingInbox());
    var _ = session(BEA, inbox);
    for (int i = 0; i < 10; i++) {
      var _ = ada.send(message());
    }
    await().until(() -> inbox.ids.size() == 10);
    assertThat(inbox.ids).isEqualTo(LongStream.rangeClosed(1, 10).boxed().toList());
  }

  @Test
  void asksForAFreshTokenWhenTheOldOneIsRefused() {
    RecordingInbox inbox = new RecordingInbox();
    AtomicInteger asked = new AtomicInteger();
    DeviceSession session =
        new DeviceSession(
            transport,
            new DeviceSession.Settings(server.url(), BEA.device(), AckPolicy.USUAL, 0),
            () -> asked.incrementAndGet() < 3 ? "expired" : BEA.user().toString(),
            Cursor.ZERO,
            inbox,
            quick());
    session.start();
    await().until(() -> server.connected() == 1);
    assertThat(asked).hasValue(3);
  }

  @Test
  void staysAwayAfterAStop() {
    RecordingInbox inbox = new RecordingInbox();
    DeviceSession ada = session(ADA, inbox);
    ada.stop();
    await().until(() -> server.connected() == 0);
    await().untilAsserted(() -> assertThat(inbox.stopReasons).containsExactly("stopped here"));
    assertThat(ada.send(message()).toCompletableFuture().join())
        .isInstanceOf(SendResult.Unanswered.class);
  }

  private DeviceSession session(DeviceAddress device, DeviceInbox inbox) {
    return start(device, inbox, Cursor.ZERO, device.user().toString());
  }

  private DeviceSession start(
      DeviceAddress device, DeviceInbox inbox, Cursor resume, String token) {
    int before = server.connected();
    DeviceSession session =
        new DeviceSession(
            transport,
            new DeviceSession.Settings(server.url(), device.device(), AckPolicy.USUAL, 0),
            () -> token,
            resume,
            inbox,
            quick());
    session.start();
    await().until(() -> server.connected() > before);
    return session;
  }

  private static Backoff quick() {
    return new Backoff(Duration.ofMillis(2), Duration.ofMillis(20), new Random(1));
  }

  private OutgoingSend message() {
    nextId++;
    return new OutgoingSend(
        0,
        MessageClass.NORMAL,
        false,
        new MessageId(0, nextId),
        BEA.user(),
        new ConversationId(3, 3),
        0,
        1,
        1,
        null,
        OpaqueBytes.wrap(new byte[329]),
        List.of(
            new OutgoingSend.Entry(
                OutgoingSend.RECIPIENT_SLOT, BEA.device(), 1, OpaqueBytes.wrap(new byte[93]))));
  }

  private static class RecordingInbox implements DeviceInbox {
    final List<Long> ids = new CopyOnWriteArrayList<>();
    final List<String> stopReasons = new CopyOnWriteArrayList<>();

    @Override
    public void delivered(Deliver deliver) {
      ids.add(deliver.envelope().messageId().low());
    }

    @Override
    public void stopped(String reason) {
      stopReasons.add(reason);
    }
  }
}
