package dev.letterlock.storage.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Starts and stops the engine that a contract is held against. */
public abstract class EngineUnderTest {
  protected static final DeviceAddress ALICE = new DeviceAddress(new UserId(1, 1), 1);
  protected static final DeviceAddress ALICE_TABLET = new DeviceAddress(new UserId(1, 1), 2);
  protected static final DeviceAddress BOB = new DeviceAddress(new UserId(2, 2), 1);
  protected static final DeviceAddress BOB_TABLET = new DeviceAddress(new UserId(2, 2), 2);

  protected InboxSettings settings = InboxSettings.usual();
  protected InboxEngine engine;
  protected InboxClient client;

  /** Starts an engine, over what the one before has left. */
  protected abstract InboxEngine start(InboxSettings with);

  @BeforeEach
  final void startFirst() {
    startAnew();
  }

  @AfterEach
  final void stopLast() {
    engine.close();
  }

  protected final void restart() {
    engine.close();
    startAnew();
  }

  protected final void restartWith(InboxSettings with) {
    settings = with;
    restart();
  }

  private void startAnew() {
    engine = start(settings);
    client = new InboxClient(engine);
  }

  /** Alice sends Bob letters with these ids, in batches. */
  protected final void send(long from, long to) {
    Letter[] letters =
        LongStream.rangeClosed(from, to)
            .mapToObj(id -> Letter.to(ALICE, id, BOB))
            .toArray(Letter[]::new);
    assertThat(client.send(letters)).extracting(Answer::outcome).containsOnly(Outcome.STORED);
  }
}
