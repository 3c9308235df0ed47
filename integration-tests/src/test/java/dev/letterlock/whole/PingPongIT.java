package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Accidents;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.transport.ServerUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two users with two devices each talk through a real server while deliveries are lost, doubled and
 * swapped, connections are cut, devices are closed or die in the middle, and the server is killed:
 * everything is shown once, everywhere, and what one device said in the order in which it was said.
 */
class PingPongIT {
  private static final int EACH = 250;
  private static final int KILL_AFTER = 100;
  private static final int THROUGH = 800;
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final MessengerListener NOBODY = new MessengerListener() {};

  @TempDir Path folder;
  private final Set<Trouble> struck = ConcurrentHashMap.newKeySet();

  @Test
  void showsEverythingOnceAtEachDevice() throws Exception {
    Path home = Files.createDirectories(folder.resolve("server"));
    AtomicLong seeds = new AtomicLong();
    try (ServerProcess server = new ServerProcess(home);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      server.start();
      Meddler meddler = new Meddler(server.url());
      meddler.weather(() -> new BadWeather(seeds.incrementAndGet(), struck));
      List<Player> players = players(meddler.url());
      List<Callable<Void>> games = new ArrayList<>(players);
      List<Future<Void>> running = new ArrayList<>();
      games.forEach(game -> running.add(threads.submit(game)));

      await()
          .atMost(PATIENCE)
          .until(() -> players.stream().allMatch(player -> player.said.get() >= KILL_AFTER));
      server.kill();
      server.start();
      for (Future<Void> game : running) {
        game.get();
      }
      List<String> all = players.stream().flatMap(Player::texts).sorted().toList();
      assertThat(all).hasSize(EACH * players.size());
      // Said sooner than read: most of it has to come through the weather. What is lost at the end
      // of a connection nobody misses before the next one.
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(2))
          .until(() -> {
            players.forEach(player -> Accidents.breakConnection(player.messenger));
            return players.stream().allMatch(player -> player.shown().size() >= THROUGH);
          });
      meddler.behave();
      players.forEach(player -> Accidents.breakConnection(player.messenger));

      for (Player player : players) {
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofSeconds(1))
            .untilAsserted(() -> assertThat(player.shown()).hasSize(all.size()));
        assertThat(player.shown().stream().sorted()).isEqualTo(all);
        players.forEach(author ->
            assertThat(player.shown())
                .filteredOn(text -> text.startsWith(author.name + " "))
                .isSorted());
      }
      assertThat(struck).containsExactlyInAnyOrder(Trouble.values());
      players.forEach(player -> player.messenger.close());
      meddler.close();
    }
  }

  private List<Player> players(ServerUrl url) {
    Messenger phone = Profiles.signUp(url, folder.resolve("alice"), "alice", NOBODY);
    Messenger desk = Profiles.signUp(url, folder.resolve("bob"), "bob", NOBODY);
    Messenger tablet = Profiles.join(url, folder.resolve("alice-tablet"), phone, NOBODY);
    Messenger laptop = Profiles.join(url, folder.resolve("bob-laptop"), desk, NOBODY);
    List<Player> players =
        List.of(
            new Player(url, phone, "alice", "bob"),
            new Player(url, desk, "bob", "alice"),
            new Player(url, tablet, "alice-tablet", "bob"),
            new Player(url, laptop, "bob-laptop", "alice"));
    players.forEach(player -> player.messenger.start());
    return players;
  }

  /** One device: says its lines while it is cut off, closed and abandoned now and then. */
  private final class Player implements Callable<Void> {
    private final ServerUrl url;
    private final String name;
    private final String peer;
    private final Path profile;
    private final Random random;
    private final AtomicInteger said = new AtomicInteger();
    private volatile Messenger messenger;

    Player(ServerUrl url, Messenger messenger, String name, String peer) {
      this.url = url;
      this.messenger = messenger;
      this.name = name;
      this.peer = peer;
      this.profile = folder.resolve(name);
      this.random = new Random(name.hashCode());
    }

    @Override
    public Void call() {
      while (said.get() < EACH) {
        messenger.conversationWith(peer).send(line(said.get()));
        said.incrementAndGet();
        disturb(random.nextInt(100));
      }
      return null;
    }

    private void disturb(int dice) {
      if (dice < 4) {
        Accidents.breakConnection(messenger);
        struck.add(Trouble.CONNECTION_CUT);
      } else if (dice < 5) {
        messenger.close();
        reopen();
        struck.add(Trouble.DEVICE_CLOSED);
      } else if (dice < 6) {
        Accidents.crash(messenger);
        reopen();
        struck.add(Trouble.DEVICE_DEAD);
      }
    }

    private void reopen() {
      messenger = Messenger.open(Profiles.settings(url, profile), NOBODY);
      messenger.start();
    }

    private String line(int number) {
      return "%s %04d".formatted(name, number);
    }

    private Stream<String> texts() {
      return IntStream.range(0, EACH).mapToObj(this::line);
    }

    private List<String> shown() {
      return Chats.texts(messenger, peer);
    }
  }
}
