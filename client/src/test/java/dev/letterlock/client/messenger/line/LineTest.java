package dev.letterlock.client.messenger.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.Backoff;
import dev.letterlock.client.ClientConnection;
import dev.letterlock.client.FrameServer;
import dev.letterlock.client.api.AccessTokens;
import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.SavedTokens;
import dev.letterlock.client.messenger.receiving.Letter;
import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.protocol.frame.server.Pong;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineTest implements Line.Ear {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TOKEN = "0190a000-0000-7000-8000-000000000001";

  private final FrameServer server = new FrameServer();
  private final ClientTransport transport = ClientTransport.start(1);
  private final ApiClient api = new ApiClient(server.url(), new E1(Sodium.load()));
  private final AtomicInteger welcomes = new AtomicInteger();
  private final AtomicInteger pongs = new AtomicInteger();
  private final AtomicInteger losses = new AtomicInteger();
  private Line line;

  @BeforeEach
  void prepare() {
    Instant later = Clock.systemUTC().instant().plus(Duration.ofDays(1));
    line =
        new Line(
            transport,
            server.url(),
            1,
            AccessTokens.resume(api, Clock.systemUTC(), new SavedTokens(TOKEN, "", later)),
            new Backoff(Duration.ofMillis(20), Duration.ofMillis(50), ThreadLocalRandom.current()),
            () -> Cursor.ZERO,
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
    server.misbehave(FrameServer.Fault.MUTE);

    await().atMost(PATIENCE).until(() -> losses.get() == 1);
    assertThat(server.unheard()).isEqualTo(1);
    server.misbehave(FrameServer.Fault.NONE);

    await().atMost(PATIENCE).until(() -> welcomes.get() > 1);
  }

  @Test
  void staysWithWhatAnswersItsPings() {
    server.pingAfter(1);
    line.start();

    await().atMost(PATIENCE).until(() -> pongs.get() > 2);

    assertThat(losses.get()).isZero();
    assertThat(welcomes.get()).isEqualTo(1);
  }

  @Override
  public void welcomed(ClientConnection connection, Welcome welcome) {
    welcomes.incrementAndGet();
  }

  @Override
  public void delivered(Letter letter) {}

  @Override
  public void heard(ServerFrame frame) {
    if (frame instanceof Pong) {
      pongs.incrementAndGet();
    }
  }

  @Override
  public void lost() {
    losses.incrementAndGet();
  }

  @Override
  public void misled() {}

  @Override
  public void stopped(String reason) {}
}
