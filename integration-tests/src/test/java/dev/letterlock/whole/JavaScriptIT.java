package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.testing.Rounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Devices in Java and in JavaScript talk through a real server while deliveries are lost, doubled
 * and swapped, answers are lost, and either side breaks off or dies: everything is shown once, in
 * the order in which it was said.
 */
@DisabledIfSystemProperty(named = "web.skip", matches = "true")
class JavaScriptIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int EACH = 50;
  private static final String FIRST = "first";

  @TempDir static Path folder;
  private static RunningServer server;
  private static Meddler meddler;
  private static final Set<Trouble> STRUCK = ConcurrentHashMap.newKeySet();

  enum Language {
    JAVA,
    JAVA_SCRIPT;

    Peer peer(ServerUrl url, Path profile, String name) {
      return switch (this) {
        case JAVA -> new JavaPeer(url, profile, name);
        case JAVA_SCRIPT -> new NodePeer(url, profile, name);
      };
    }
  }

  @BeforeAll
  static void start() throws Exception {
    AtomicLong seeds = new AtomicLong();
    server = new RunningServer(folder.resolve("data"));
    meddler = new Meddler(server.url());
    meddler.weather(() -> new BadWeather(seeds.incrementAndGet(), STRUCK));
  }

  @AfterAll
  static void stop() throws Exception {
    meddler.close();
    server.close();
  }

  static Stream<Arguments> pairs() {
    return Stream.of(
        arguments(Language.JAVA, Language.JAVA_SCRIPT),
        arguments(Language.JAVA_SCRIPT, Language.JAVA),
        arguments(Language.JAVA_SCRIPT, Language.JAVA_SCRIPT));
  }

  /** The first one begins the session, so each language has both roles. */
  @ParameterizedTest
  @MethodSource("pairs")
  void showsEverythingOnceAndInOrder(Language one, Language other) {
    String pair = (one + "-" + other).toLowerCase(Locale.ROOT).replace('_', '-');
    try (Peer anna = one.peer(meddler.url(), folder.resolve("anna-" + pair), "anna-" + pair);
        Peer bert = other.peer(meddler.url(), folder.resolve("bert-" + pair), "bert-" + pair)) {
      anna.say(bert.name(), FIRST);
      awaitShown(bert, anna, List.of(FIRST));

      talk(anna, bert);

      List<String> annasLines = Stream.concat(Stream.of(FIRST), lines(anna)).toList();
      List<String> bertsLines = lines(bert).toList();
      Stream.of(annasLines, bertsLines)
          .forEach(said -> {
            awaitShown(bert, anna, said);
            awaitShown(anna, bert, said);
          });
      assertThat(anna.shown(bert.name())).hasSize(2 * Rounds.of(EACH) + 1);
      assertThat(bert.shown(anna.name())).hasSize(2 * Rounds.of(EACH) + 1);
      assertThat(anna.safetyNumber(bert.name())).isEqualTo(bert.safetyNumber(anna.name()));
      assertThat(anna.alarms()).isEmpty();
      assertThat(bert.alarms()).isEmpty();
    }
  }

  private static void talk(Peer anna, Peer bert) {
    Random random = new Random(5);
    for (int i = 0; i < Rounds.of(EACH); i++) {
      anna.say(bert.name(), line(anna, i));
      bert.say(anna.name(), line(bert, i));
      disturb(random.nextInt(50), anna, bert);
    }
  }

  private static void disturb(int dice, Peer anna, Peer bert) {
    switch (dice) {
      case 0 -> anna.crash();
      case 1 -> bert.crash();
      case 2, 3 -> anna.reconnect();
      case 4, 5 -> bert.reconnect();
      default -> {}
    }
  }

  private static Stream<String> lines(Peer author) {
    return IntStream.range(0, Rounds.of(EACH)).mapToObj(i -> line(author, i));
  }

  private static String line(Peer author, int number) {
    return "%s %04d".formatted(author.name(), number);
  }

  /** What is lost at the end of a connection nobody misses before the next one. */
  private static void awaitShown(Peer reader, Peer other, List<String> expected) {
    Set<String> wanted = Set.copyOf(expected);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> {
          List<String> shown =
              reader.shown(other.name()).stream().filter(wanted::contains).toList();
          if (shown.size() < expected.size()) {
            other.reconnect();
            reader.reconnect();
          }
          assertThat(shown).isEqualTo(expected);
        });
  }
}
