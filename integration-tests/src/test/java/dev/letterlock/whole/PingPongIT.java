package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two users with two devices each talk through a real server while connections are cut, devices are
 * closed or die in the middle, and the server is killed: everything is shown once, everywhere.
 */
class PingPongIT {
  private static final int EACH = 250;
  private static final int KILL_AFTER = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final MessengerListener NOBODY = new MessengerListener() {};

  @TempDir Path folder;

  @Test
  void showsEverythingOnceAtEachDevice() throws Exception {
    Path home = Files.createDirectories(folder.resolve("server"));
    try (ServerProcess server = new ServerProcess(home);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      server.start();
      List<Player> players = players(server);
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
      for (Player player : players) {
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofSeconds(1))
            .untilAsserted(() -> assertThat(player.shown()).hasSize(all.size()));
        assertThat(player.shown()).isEqualTo(all);
      }
      players.forEach(player -> player.messenger.close());
    }
  }

  private List<Player> players(ServerProcess server) {
    Messenger phone = Profiles.signUp(server.url(), folder.resolve("alice"), "alice", NOBODY);
    Messenger desk = Profiles.signUp(server.url(), folder.resolve("bob"), "bob", NOBODY);
    Messenger tablet = Profiles.join(server.url(), folder.resolve("alice-tablet"), phone, NOBODY);
    Messenger laptop = Profiles.join(server.url(), folder.resolve("bob-laptop"), desk, NOBODY);
    List<Player> players =
        List.of(
            new Player(server, phone, "alice", "bob"),
            new Player(server, desk, "bob", "alice"),
            new Player(server, tablet, "alice-tablet", "bob"),
            new Player(server, laptop, "bob-laptop", "alice"));
    players.forEach(player -> player.messenger.start());
    return players;
  }

  /** One device: says its lines while it is cut off, closed and abandoned now and then. */
  private final class Player implements Callable<Void> {
    private final ServerProcess server;
    private final String name;
    private final String peer;
    private final Path profile;
    private final Random random;
    private volatile Messenger messenger;
    private final AtomicInteger said = new AtomicInteger();

    Player(ServerProcess server, Messenger messenger, String name, String peer) {
      this.server = server;
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
        messenger.breakConnection();
      } else if (dice < 5) {
        messenger.close();
        reopen();
      } else if (dice < 6) {
        messenger.abandon();
        reopen();
      }
    }

    private void reopen() {
      messenger = Messenger.open(Profiles.settings(server.url(), profile), NOBODY);
      messenger.start();
    }

    private String line(int number) {
      return "%s %04d".formatted(name, number);
    }

    private Stream<String> texts() {
      return IntStream.range(0, EACH).mapToObj(this::line);
    }

    private List<String> shown() {
      return messenger.conversationWith(peer).messages().stream()
          .map(Message::text)
          .sorted()
          .toList();
    }
  }
}
