package dev.letterlock.client.messenger.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.Backoff;
import dev.letterlock.client.ClientConnection;
import dev.letterlock.client.FrameServer;
import dev.letterlock.client.api.AccessTokens;
import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.SavedTokens;
import dev.letterlock.client.messenger.Reason;
import dev.letterlock.client.messenger.receiving.Letter;
import dev.letterlock.client.profile.StoredPlace;
import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.client.transport.TransportKind;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.codec.client.ClientFrameDecoder;
import dev.letterlock.protocol.codec.client.ClientFrameEncoder;
import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.Pong;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineTest implements Line.Ear {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TOKEN = "0190a000-0000-7000-8000-000000000001";
  private static final DeviceAddress DEVICE = new DeviceAddress(UserId.parse(TOKEN), 1);

  /** That the inbox is drained. */
  private static final int FRAMES_OF_START = 1;

  private final FrameServer server = new FrameServer();
  private final ClientTransport transport = ClientTransport.start(1);
  private final ApiClient api = new ApiClient(server.url(), new E1(Sodium.load()));
  private final AtomicInteger welcomes = new AtomicInteger();
  private final AtomicInteger pongs = new AtomicInteger();
  private final AtomicInteger losses = new AtomicInteger();
  private final Queue<Long> delays = new ConcurrentLinkedQueue<>();
  private final Queue<Letter> letters = new ConcurrentLinkedQueue<>();
  private final Queue<String> misled = new ConcurrentLinkedQueue<>();
  private final AtomicInteger frames = new AtomicInteger();
  private final Queue<Runnable> looks = new ConcurrentLinkedQueue<>();
  private volatile boolean busy;
  private volatile Runnable atLoss = () -> {};
  private Line line;

  @BeforeEach
  void prepare() {
    line = line(transport);
  }

  private Line line(ClientTransport over) {
    Instant later = Clock.systemUTC().instant().plus(Duration.ofDays(1));
    return new Line(
        over,
        server.url(),
        1,
        AccessTokens.resume(api, Clock.systemUTC(), new SavedTokens(TOKEN, "", later)),
        new Backoff(Duration.ofMillis(2), Duration.ofMillis(50), new Chosen()),
        () -> new StoredPlace(Cursor.ZERO, false),
        this);
  }

  @AfterEach
  void end() {
    line.stop();
    transport.close();
    api.close();
    server.close();
  }

  @Test
  void breaksOffWhatNoLongerAnswers() {
    server.pingAfter(1);
    line.start();
    await().atMost(PATIENCE).until(() -> welcomes.get() == 1);
    Queue<Integer> unheard = new ConcurrentLinkedQueue<>();
    atLoss = () -> unheard.add(server.unheard());
    server.misbehave(FrameServer.Fault.MUTE);

    await().atMost(PATIENCE).until(() -> !unheard.isEmpty());
    assertThat(unheard).startsWith(1);

    server.misbehave(FrameServer.Fault.NONE);

    await().atMost(PATIENCE).until(() -> welcomes.get() > 1);
  }

  @Test
  void staysWithWhatAnswersItsPings() {
    server.pingAfter(3);
    line.start();

    await().atMost(PATIENCE).until(() -> pongs.get() > 1);
    assertThat(losses.get()).isZero();
    assertThat(welcomes.get()).isEqualTo(1);
  }

  @Test
  void waitsLongerEachTimeAsLongAsNothingComesOfIt() {
    line.start();
    loseAfter(1);
    loseAfter(2);
    loseAfter(3);
    await().atMost(PATIENCE).until(() -> delays.size() == 3);
    assertThat(delays).containsExactly(1L, 2L, 4L);

    await().atMost(PATIENCE).until(() -> welcomes.get() == 4);
    line.send(new Ack(Cursor.ZERO, 0));
    loseAfter(4);

    await().atMost(PATIENCE).until(() -> delays.size() == 4);
    assertThat(delays).containsExactly(1L, 2L, 4L, 1L);
  }

  @Test
  void waitsTheLeastAgainAfterASessionThatLasted() {
    atLoss = () -> server.pingAfter(losses.get() == 2 ? 3 : 30);
    line.start();
    loseAfter(1);
    loseAfter(2);
    await().atMost(PATIENCE).until(() -> pongs.get() > 0);
    int before = pongs.get();
    await().atMost(PATIENCE).until(() -> pongs.get() > before);
    loseAfter(3);

    await().atMost(PATIENCE).until(() -> delays.size() == 3);
    assertThat(delays).containsExactly(1L, 2L, 1L);
  }

  @Test
  void staysWhileAServerThatStopsLetsItAndThenMovesAtOnce() {
    line.start();
    await().atMost(PATIENCE).until(() -> welcomes.get() == 1);
    long begin = System.nanoTime();
    server.sendAway(500);
    server.whisper(DEVICE, envelope());
    server.flood(DEVICE, envelope(), 1);

    await().atMost(PATIENCE).until(() -> welcomes.get() == 2);

    assertThat(System.nanoTime() - begin).isGreaterThan(400_000_000);
    assertThat(letters).isNotEmpty();
    assertThat(delays).isEmpty();
    assertThat(misled).isEmpty();
    assertThat(losses.get()).isEqualTo(1);
  }

  @Test
  void breaksOffWhatNeverSaysWelcome() {
    server.misbehave(FrameServer.Fault.SILENT);
    Duration patience = Duration.ofMillis(300);
    try (ClientTransport impatient = ClientTransport.start(TransportKind.best(), 1, patience)) {
      Line waiting = line(impatient);
      waiting.start();

      await().atMost(PATIENCE).until(() -> losses.get() > 2);
      assertThat(delays).startsWith(1L, 2L);
      server.misbehave(FrameServer.Fault.NONE);

      await().atMost(PATIENCE).until(() -> welcomes.get() > 0);
      waiting.stop();
    }
  }

  /** Anybody may send such a message to anybody, and no credit limits them. */
  @Test
  void takesNothingThatIsStoredNowhere() {
    line.start();
    await().atMost(PATIENCE).until(() -> welcomes.get() == 1);

    for (int i = 0; i < 1_000; i++) {
      server.whisper(DEVICE, envelope());
    }
    server.flood(DEVICE, envelope(), 1);

    await().atMost(PATIENCE).until(() -> !letters.isEmpty());
    assertThat(letters).extracting(Letter::cursor).containsExactly(new Cursor(1, 1));
    assertThat(misled).isEmpty();
  }

  @Test
  void breaksOffAServerThatSendsMoreThanItWasOffered() {
    Queue<Integer> taken = new ConcurrentLinkedQueue<>();
    atLoss = () -> taken.add(letters.size());
    line.start();
    await().atMost(PATIENCE).until(() -> welcomes.get() == 1);

    server.flood(DEVICE, envelope(), 300);

    await().atMost(PATIENCE).until(() -> losses.get() > 0);
    assertThat(taken).startsWith(256);
    assertThat(misled)
        .startsWith(
            "The server sent more at once than this device has room for; the connection begins"
                + " again.");
  }

  @Test
  void countsGapsAsMessages() {
    line.start();
    await().atMost(PATIENCE).until(() -> welcomes.get() == 1);
    server.flood(DEVICE, envelope(), 200);
    await().atMost(PATIENCE).until(() -> letters.size() == 200);

    server.show(DEVICE, gaps(201, 56));
    await().atMost(PATIENCE).until(() -> frames.get() == 56 + FRAMES_OF_START);
    assertThat(losses.get()).isZero();
    server.show(DEVICE, gaps(257, 1));

    await().atMost(PATIENCE).until(() -> losses.get() == 1);
    assertThat(misled).hasSize(1).first().asString().startsWith("The server sent more at once");
  }

  @Test
  void hasRoomAgainForGapsThatWereAcked() {
    line.start();
    await().atMost(PATIENCE).until(() -> welcomes.get() == 1);

    for (int i = 0; i < 10; i++) {
      server.show(DEVICE, gaps(1 + 200 * i, 200));
      int all = 200 * (i + 1) + FRAMES_OF_START;
      await().atMost(PATIENCE).until(() -> frames.get() == all);
      long acked = 200L * (i + 1);
      line.send(new Ack(new Cursor(1, acked), 0));
      await().atMost(PATIENCE).until(() -> server.acked(DEVICE) == acked);
    }

    assertThat(losses.get()).isZero();
  }

  /** Such as receipts, of which no credit says how many may come. */
  @Test
  void breaksOffAServerThatIsFasterThanTheDesk() {
    Queue<Integer> heard = new ConcurrentLinkedQueue<>();
    atLoss =
        () -> {
          heard.add(frames.get());
          busy = false;
          looks.forEach(Runnable::run);
          looks.clear();
        };
    busy = true;
    line.start();
    await().atMost(PATIENCE).until(() -> welcomes.get() == 1);

    server.show(DEVICE, Collections.nCopies(FrameBacklog.MOST + 100, receipt()));

    await().atMost(PATIENCE).until(() -> welcomes.get() == 2);
    assertThat(heard).containsExactly(FrameBacklog.MOST);
    assertThat(misled).hasSize(1).first().asString().startsWith("The server sent more at once");
  }

  @Test
  void takesAnyNumberOfReceiptsOneAfterTheOther() {
    line.start();
    await().atMost(PATIENCE).until(() -> welcomes.get() == 1);

    server.show(DEVICE, Collections.nCopies(3 * FrameBacklog.MOST, receipt()));

    await().atMost(PATIENCE).until(() -> frames.get() == 3 * FrameBacklog.MOST + FRAMES_OF_START);
    assertThat(losses.get()).isZero();
  }

  @Test
  void takesOneWelcomeOfEachSession() {
    line.start();
    await().atMost(PATIENCE).until(() -> welcomes.get() == 1);

    server.show(DEVICE, List.of(welcome(), welcome()));

    await().atMost(PATIENCE).until(() -> welcomes.get() == 2);
    assertThat(losses).hasValue(1);
    assertThat(misled)
        .containsExactly(
            "The server began the same session a second time; the connection begins again.");
  }

  @Test
  void hasRoomAgainForWhatWasAcked() {
    line.start();
    await().atMost(PATIENCE).until(() -> welcomes.get() == 1);
    server.flood(DEVICE, envelope(), 200);
    await().atMost(PATIENCE).until(() -> letters.size() == 200);

    line.send(new Ack(new Cursor(1, 200), 0));
    await().atMost(PATIENCE).until(() -> server.acked(DEVICE) == 200);
    server.flood(DEVICE, envelope(), 200);

    await().atMost(PATIENCE).until(() -> letters.size() == 400);
    assertThat(losses.get()).isZero();
  }

  private static List<Gap> gaps(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(seq -> new Cursor(1, seq))
        .map(place -> new Gap(place, place, Gap.Reason.EXPIRED))
        .toList();
  }

  private static Receipt receipt() {
    Receipt.Entry entry =
        new Receipt.Entry(
            Receipt.Kind.READ, ConversationId.of(UUID.randomUUID()), DEVICE.user(), 1, 1);
    return new Receipt(1, List.of(entry));
  }

  private static Welcome welcome() {
    return new Welcome(
        1, new Cursor(1, 9), 1 << 16, 1 << 12, 256, 60, 0, Welcome.Durability.SYNC, 30, 0);
  }

  private static byte[] envelope() {
    OutgoingSend send =
        new OutgoingSend(
            1,
            MessageClass.NORMAL,
            false,
            MessageId.of(UUID.randomUUID()),
            DEVICE.user(),
            ConversationId.of(UUID.randomUUID()),
            0,
            1,
            1,
            null,
            OpaqueBytes.wrap(new byte[329]),
            List.of(
                new OutgoingSend.Entry(
                    OutgoingSend.RECIPIENT_SLOT,
                    DEVICE.device(),
                    1,
                    OpaqueBytes.wrap(new byte[93]))));
    ByteBuf frame = Unpooled.buffer();
    ClientFrameEncoder.write(send, frame);
    ByteBuf out = Unpooled.buffer();
    Send read = (Send) new ClientFrameDecoder().read(frame);
    EnvelopeCodec.write(read, 0, DEVICE.user().high(), DEVICE.user().low(), 2, 1, 2, out);
    return ByteBufUtil.getBytes(out);
  }

  private void loseAfter(int welcome) {
    await().atMost(PATIENCE).until(() -> welcomes.get() == welcome);
    line.breakOff();
    await().atMost(PATIENCE).until(() -> losses.get() == welcome);
  }

  /** The half of each delay that is left to chance, in ms; chance is always the least. */
  private final class Chosen implements RandomGenerator {
    @Override
    public long nextLong() {
      return 0;
    }

    @Override
    public long nextLong(long bound) {
      delays.add(bound - 1);
      return 0;
    }
  }

  @Override
  public void welcomed(ClientConnection connection, Welcome welcome) {
    welcomes.incrementAndGet();
  }

  @Override
  public void delivered(Letter letter) {
    letters.add(letter);
  }

  @Override
  public void heard(ServerFrame frame, Runnable taken) {
    frames.incrementAndGet();
    if (busy) {
      looks.add(taken);
    } else {
      taken.run();
    }
    if (frame instanceof Pong) {
      pongs.incrementAndGet();
    }
  }

  @Override
  public void lost() {
    losses.incrementAndGet();
    atLoss.run();
  }

  @Override
  public void misled(String sentence) {
    misled.add(sentence);
  }

  @Override
  public void stopped(Reason reason, String sentence) {}
}
