package dev.letterlock.storage.inbox.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.Answer;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.InboxClient;
import dev.letterlock.storage.inbox.InboxPage;
import dev.letterlock.storage.inbox.InboxSettings;
import dev.letterlock.storage.inbox.Letter;
import dev.letterlock.storage.inbox.Outcome;
import dev.letterlock.storage.inbox.StoredEnvelope;
import dev.letterlock.storage.inbox.redis.link.RedisLink;
import dev.letterlock.storage.inbox.redis.script.Bases;
import dev.letterlock.storage.inbox.redis.script.CarryStep;
import dev.letterlock.storage.inbox.redis.script.Outgoing;
import dev.letterlock.storage.inbox.redis.script.PrepareStep;
import dev.letterlock.storage.inbox.redis.script.Step;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server dies between the steps of a commit: whoever sends again completes it, once. */
class ClusterStepsIT {
  @RegisterExtension static final RedisCluster REDIS = new RedisCluster();

  private static final int LIMIT = 10_000;

  private final InboxSettings settings = InboxSettings.usual();
  private DeviceAddress alice;
  private DeviceAddress aliceTablet;
  private DeviceAddress bob;
  private DeviceAddress carol;
  private final List<DeadServer> deadServers = new ArrayList<>();
  private RedisInboxEngine engine;
  private InboxClient client;

  @BeforeEach
  void open() {
    List<UserId> users = REDIS.usersApart();
    alice = new DeviceAddress(users.get(0), 1);
    aliceTablet = new DeviceAddress(users.get(0), 2);
    bob = new DeviceAddress(users.get(1), 1);
    carol = new DeviceAddress(users.get(2), 1);
    engine = RedisInboxEngine.open(REDIS.config(settings));
    client = new InboxClient(engine);
  }

  @AfterEach
  void close() {
    deadServers.forEach(DeadServer::release);
    engine.close();
  }

  @ParameterizedTest(name = "after step {0}")
  @ValueSource(ints = {1, 2, 3})
  void completesWhatADeadServerBegan(int steps) {
    Letter letter = letter(1);
    new DeadServer(letter).goThrough(steps);
    assertThat(client.lookUp(letter).outcome()).isEqualTo(Outcome.UNKNOWN);

    settings.clock().pass(Duration.ofSeconds(5));
    Answer answer = client.sendOne(letter);

    assertThat(answer.outcome()).isEqualTo(Outcome.STORED);
    assertThat(client.sendOne(letter).outcome()).isEqualTo(Outcome.ALREADY_STORED);
    assertThat(timesOf(bob)).containsExactly(answer.time());
    assertThat(timesOf(carol)).containsExactly(answer.time());
    assertThat(timesOf(aliceTablet)).containsExactly(answer.time());
    assertThat(answer.places()).extracting(Cursor::seq).last().isEqualTo(1L);
  }

  /** A receipt up to the second must not cover a first that nobody has yet. */
  @Test
  void givesALaterTimeToWhatWasOvertaken() {
    new DeadServer(letter(1)).goThrough(1);
    Answer second = client.sendOne(letter(2));
    Answer first = client.sendOne(letter(1));

    assertThat(first.time()).isGreaterThan(second.time());
    assertThat(List.of(timesOf(bob), timesOf(carol), timesOf(aliceTablet)))
        .allSatisfy(times -> assertThat(times).containsExactly(second.time(), first.time()));
  }

  @Test
  void givesALaterTimeToWhatWasOvertakenOnItsWayToSomeOnly() {
    new DeadServer(letter(1)).goThrough(2);
    Answer second = client.sendOne(letter(2));
    Answer first = client.sendOne(letter(1));

    assertThat(first.time()).isGreaterThan(second.time());
    assertThat(timesOf(bob)).hasSize(2).isSorted().endsWith(second.time());
    assertThat(client.readAll(bob, Cursor.ZERO))
        .satisfiesExactly(
            line -> assertThat(line).endsWith(":1 text 1"),
            line -> assertThat(line).endsWith(":2 text 2"));
    assertThat(timesOf(carol)).containsExactly(second.time(), first.time());
  }

  @Test
  void leavesTheTimeOfWhatAllRecipientsHadBefore() {
    new DeadServer(letter(1)).goThrough(3);
    Answer second = client.sendOne(letter(2));
    Answer first = client.sendOne(letter(1));

    assertThat(first.time()).isLessThan(second.time());
    assertThat(timesOf(bob)).containsExactly(first.time(), second.time());
    assertThat(timesOf(carol)).containsExactly(first.time(), second.time());
    assertThat(timesOf(aliceTablet)).containsExactly(second.time(), first.time());
  }

  @Test
  void storesNothingUnderATimeThatWasOvertaken() {
    DeadServer late = new DeadServer(letter(1));
    late.goThrough(1);
    Answer second = client.sendOne(letter(2));
    new DeadServer(letter(1)).goThrough(1);

    late.goOn(2);

    assertThat(late.outcome()).isEqualTo(Outcome.UNAVAILABLE);
    assertThat(timesOf(bob)).containsExactly(second.time());
    Answer first = client.sendOne(letter(1));
    assertThat(timesOf(bob)).containsExactly(second.time(), first.time());
  }

  @Test
  void storesNothingForWhoComesTooLate() {
    DeadServer late = new DeadServer(letter(1));
    late.goThrough(1);
    client.sendOne(letter(1));
    client.sendOne(letter(2));
    client.ack(bob, client.open(bob).last());

    late.goOn(3);

    assertThat(client.readAll(bob, Cursor.ZERO)).isEmpty();
    assertThat(client.readAll(carol, Cursor.ZERO)).hasSize(2);
    assertThat(late.outcome()).isEqualTo(Outcome.UNAVAILABLE);
  }

  @Test
  void answersAsTheOtherDidWhenTwoSettle() {
    DeadServer other = new DeadServer(letter(1));
    other.goThrough(3);
    Answer answer = client.sendOne(letter(1));

    other.goOn(4);

    assertThat(other.outcome()).isEqualTo(Outcome.ALREADY_STORED);
    assertThat(timesOf(aliceTablet)).containsExactly(answer.time());
  }

  @Test
  void takesOtherBytesForWhatNobodyHasAccepted() {
    new DeadServer(letter(1)).goThrough(1);
    assertThat(client.sendOne(letter(1).saying("anew")).outcome()).isEqualTo(Outcome.STORED);
    assertThat(client.sendOne(letter(1)).outcome()).isEqualTo(Outcome.CONFLICT);
  }

  private Letter letter(long id) {
    return Letter.to(alice, id, bob, carol).andOwn(aliceTablet);
  }

  private List<Long> timesOf(DeviceAddress device) {
    InboxPage page = InboxClient.await(engine.read(device, Cursor.ZERO, 10, 1 << 20));
    List<Long> times =
        page.items().stream()
            .map(item -> Letter.timeOf(((StoredEnvelope) item).envelope()))
            .toList();
    page.release();
    return times;
  }

  /** Another server on the same cluster, which gets no further than it is told. */
  private final class DeadServer {
    private final InboxBatch batch = new InboxBatch(Unpooled.directBuffer());
    private final Outgoing message;
    private final long now = settings.clock().micros();
    private int done;

    DeadServer(Letter letter) {
      message = new Outgoing(letter.addTo(batch), batch);
      deadServers.add(this);
    }

    void release() {
      batch.release();
    }

    Outcome outcome() {
      return message.submission().outcome();
    }

    void goThrough(int steps) {
      goOn(steps);
      done = steps;
    }

    /** Begins, brings it to Bob, brings it to Carol, settles. */
    void goOn(int steps) {
      try (RedisLink link = RedisLink.open(REDIS.config(settings).link())) {
        for (int step = done + 1; step <= steps && (step == 1 || message.begun()); step++) {
          Step next = step(step);
          next.apply(InboxClient.await(link.run(next.call())));
        }
      }
    }

    private Step step(int step) {
      return switch (step) {
        case 1 -> {
          PrepareStep prepare = new PrepareStep(message.home(), now);
          prepare.add(message);
          yield prepare;
        }
        case 2, 3 -> {
          DeviceAddress to = step == 2 ? bob : carol;
          CarryStep carry = new CarryStep(Bases.partition(to.user()), now, LIMIT);
          carry.addIncoming(message);
          yield carry;
        }
        default -> {
          CarryStep settle = new CarryStep(message.home(), now, LIMIT);
          settle.addOutgoing(message);
          yield settle;
        }
      };
    }
  }
}
