package dev.letterlock.storage.inbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.Answer;
import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxClient;
import dev.letterlock.storage.inbox.Letter;
import dev.letterlock.storage.inbox.Outcome;
import dev.letterlock.testing.Rounds;
import dev.letterlock.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random letters, acks, expiries and restarts against a model, with an engine that files and
 * records its state all the time.
 */
@SuppressWarnings("NullAway.Init") // started first thing
class LocalInboxModelTest {
  private static final int STEPS = 250;
  private static final int LIMIT = 25;
  private static final Tuning RESTLESS =
      new Tuning(
          1500,
          12,
          Duration.ofMinutes(1),
          Duration.ofMillis(8),
          5,
          Duration.ofMillis(1),
          Duration.ZERO);

  @TempDir Path directory;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Rounds.of(8));
  }

  private final SettableClock clock = new SettableClock();
  private final List<DeviceAddress> devices =
      IntStream.range(0, 5).mapToObj(i -> new DeviceAddress(new UserId(0, i / 2), i)).toList();
  private final List<Letter> sent = new ArrayList<>();

  private LocalInboxEngine engine;
  private InboxClient client;
  private List<InboxModel> models;
  private long nextId = 1;

  @ParameterizedTest
  @MethodSource("seeds")
  void behavesAsTheModel(long seed) {
    start();
    models = devices.stream().map(d -> new InboxModel(client.open(d).epoch())).toList();
    Random random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      step(random);
      compare(random, "seed " + seed + " step " + step);
    }
    engine.close();
  }

  private void start() {
    InboxConfig config =
        new InboxConfig(directory, Durability.RELAXED, LIMIT, Duration.ofDays(30), clock);
    engine = LocalInboxEngine.open(config, RESTLESS);
    client = new InboxClient(engine);
  }

  private void step(Random random) {
    clock.pass(Duration.ofMillis(random.nextInt(5_000)));
    switch (random.nextInt(12)) {
      case 0 -> {
        engine.close();
        start();
      }
      case 1, 2, 3, 4 -> ack(random);
      case 5 -> resubmit(random);
      default -> sendSome(random);
    }
  }

  private void expire() {
    long now = clock.micros();
    int expected = models.stream().mapToInt(model -> model.expire(now)).sum();
    assertThat(engine.expire(clock.instant(), 1000)).isEqualTo(expected);
  }

  private void ack(Random random) {
    int device = random.nextInt(devices.size());
    InboxModel model = models.get(device);
    if (model.lastSeq() > 0) {
      int seq = 1 + random.nextInt(model.lastSeq());
      long epoch = client.open(devices.get(device)).epoch();
      assertThat(client.ack(devices.get(device), new Cursor(epoch, seq))).isTrue();
      model.ack(seq);
    }
  }

  private void resubmit(Random random) {
    if (!sent.isEmpty()) {
      Letter letter = sent.get(Math.max(0, sent.size() - 1 - random.nextInt(200)));
      assertThat(client.sendOne(letter).outcome()).isEqualTo(Outcome.ALREADY_STORED);
    }
  }

  private void sendSome(Random random) {
    Letter[] letters = new Letter[1 + random.nextInt(5)];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = letter(random);
    }
    List<Answer> answers = client.send(letters);
    for (int i = 0; i < letters.length; i++) {
      apply(letters[i], answers.get(i));
    }
  }

  private Letter letter(Random random) {
    DeviceAddress sender = devices.get(random.nextInt(devices.size()));
    DeviceAddress[] targets =
        devices.stream()
            .filter(device -> !device.equals(sender) && random.nextInt(3) == 0)
            .toArray(DeviceAddress[]::new);
    Letter letter =
        Letter.to(sender, nextId++, targets).saying("x".repeat(random.nextInt(400)) + nextId);
    if (random.nextInt(4) == 0) {
      letter = letter.expiring(clock.micros() + 1 + random.nextInt(200_000_000));
    }
    return random.nextInt(5) == 0 ? letter.collapsing(1 + random.nextInt(2)) : letter;
  }

  private void apply(Letter letter, Answer answer) {
    List<DeviceAddress> targets = letter.recipients();
    boolean anyRoom = targets.isEmpty() || targets.stream().anyMatch(this::hasRoom);
    assertThat(answer.outcome()).isEqualTo(anyRoom ? Outcome.STORED : Outcome.INBOX_FULL);
    if (!anyRoom) {
      return;
    }
    sent.add(letter);
    assertThat(answer.full())
        .containsExactlyElementsOf(targets.stream().filter(t -> !hasRoom(t)).toList());
    for (DeviceAddress target : targets) {
      if (hasRoom(target)) {
        Long tag = letter.collapseTag();
        long own = tag == null ? 0 : tag * 10 + letter.sender().user().low();
        model(target).add(letter.text(), letter.expiry(), own);
      }
    }
  }

  private boolean hasRoom(DeviceAddress device) {
    return model(device).undelivered() < LIMIT;
  }

  private InboxModel model(DeviceAddress device) {
    return models.get(devices.indexOf(device));
  }

  private void compare(Random random, String where) {
    int device = random.nextInt(devices.size());
    InboxModel model = models.get(device);
    expire();
    int after = random.nextInt(model.lastSeq() + 1);
    long epoch = client.open(devices.get(device)).epoch();
    int entries = 1 + random.nextInt(30);
    int bytes = 1 + random.nextInt(3000);
    List<String> lines =
        client.readAll(devices.get(device), new Cursor(epoch, after), entries, bytes);
    assertThat(joined(lines)).as(where).isEqualTo(model.linesAfter(after));
  }

  /** Joins gaps that a page boundary has cut. */
  private static List<String> joined(List<String> lines) {
    List<String> joined = new ArrayList<>();
    for (String line : lines) {
      String before = joined.isEmpty() ? "" : joined.getLast();
      if (line.contains("..") && before.contains("..") && reason(line).equals(reason(before))) {
        String end = line.substring(line.indexOf(".."));
        joined.set(joined.size() - 1, before.substring(0, before.indexOf("..")) + end);
      } else {
        joined.add(line);
      }
    }
    return joined;
  }

  private static String reason(String gap) {
    return gap.substring(gap.lastIndexOf(' ') + 1);
  }
}
