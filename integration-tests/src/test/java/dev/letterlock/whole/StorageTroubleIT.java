package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.storage.inbox.local.CrashImage;
import dev.letterlock.storage.inbox.local.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, and one that kept less than it was told (docs/PROTOCOL.md §1, §3.6). */
class StorageTroubleIT {
  private static final int DISK_MIB = 128;
  private static final int ROOM_MIB = 3;
  private static final int PART_OF_A_RECORD = 20;
  private static final int LARGER_DISK_MIB = 256;
  private static final Duration BEGINNINGS = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path folder;

  @Test
  void aFullDiskPromisesNothingAndLosesNothing() throws Exception {
    Path data = folder.resolve("data");
    Path inbox = Files.createDirectories(data.resolve("inbox"));
    try (SmallDisk disk = new SmallDisk(inbox, DISK_MIB);
        RunningServer server = new RunningServer(data);
        Pair pair = new Pair(server)) {
      WireClient sender = pair.open(pair.alice());
      disk.leave(ROOM_MIB);
      long stored = fill(pair, sender);
      assertThat(server.readiness()).contains("\"ready\":false", "\"name\":\"inbox\"");
      assertThat(pair.inboxOf(pair.bob())).isEqualTo(upTo(stored));

      disk.free();
      await("room")
          .atMost(Duration.ofSeconds(30))
          .until(() -> !server.readiness().contains("\"name\":\"inbox\""));

      Pair.accepted(sender, large(pair, stored + 1).withRef((int) stored + 2));
      assertThat(pair.inboxOf(pair.bob())).isEqualTo(upTo(stored + 1));
    }
  }

  @Test
  void aFullDiskUnderEverythingIsToldInPlainLines() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    try (SmallDisk disk = new SmallDisk(data, LARGER_DISK_MIB);
        ServerProcess server = new ServerProcess(folder, "--drain-seconds=1")) {
      assumeThat(disk.isMounted()).as("a disk that is full for a server of its own").isTrue();
      server.start();
      await("jobs").atMost(PATIENCE).until(() -> server.errors().contains("jobs run"));
      disk.leave(0);
      await("the outage").atMost(PATIENCE).until(() -> server.errors().contains("jobs wait for"));
      await("some beginnings in vain")
          .pollDelay(BEGINNINGS)
          .atMost(PATIENCE)
          .until(() -> server.readiness().contains("\"ready\":false"));
      disk.free();
      await("room").atMost(PATIENCE).until(() -> server.errors().contains("jobs run again"));

      assertThat(server.stop()).isZero();
      assertThat(server.errors().lines().filter(line -> line.contains("jobs wait for"))).hasSize(1);
      assertThat(server.errors()).doesNotContain("\tat ", "org.jobrunr", "Exception in thread");
    }
  }

  @Test
  void aDamagedTailBeginsANewEpochInWhichClientsReconcile() throws Exception {
    try (ServerProcess server = new ServerProcess(folder)) {
      server.start();
      List<LoadUser> users = People.make(server.managementUrl(), server.adminToken(), 2, 1);
      List<OutgoingSend> sends = new ArrayList<>();
      for (int n = 1; n <= 3; n++) {
        sends.add(Messages.numbered(users.get(0), users.get(1), n).withRef(n));
      }
      long epoch = sendAll(server, users.getFirst(), sends);
      server.kill();
      CrashImage.in(server.data().resolve("inbox")).cutLog(PART_OF_A_RECORD);
      server.start();

      try (WireClient reader = new WireClient(server.url())) {
        List<Long> read = readToTheNewEpoch(reader, users.getLast(), epoch);
        assertThat(read).isEqualTo(upTo(read.size()));

        sendAll(server, users.getFirst(), sends);

        while (read.size() < sends.size()) {
          read.add(Messages.numberOf(reader.next(Deliver.class).envelope()));
        }
        assertThat(read).isEqualTo(upTo(sends.size()));
      }
    }
  }

  /** Sends until it is refused; returns the number of the last message that was stored. */
  private static long fill(Pair pair, WireClient sender) throws InterruptedException {
    for (long n = 1; ; n++) {
      sender.send(large(pair, n).withRef((int) n));
      switch (Pair.answer(sender)) {
        case Accepted _ -> {}
        case Failure failure -> {
          assertThat(failure.error()).isEqualTo(ErrorCode.UNAVAILABLE);
          assertThat(failure.retryAfterMillis()).isPositive();
          return n - 1;
        }
        case ServerFrame other -> throw new AssertionError(other + " (expected: an answer)");
      }
    }
  }

  private static OutgoingSend large(Pair pair, long number) {
    return Messages.large(pair.alice(), pair.bob(), number);
  }

  /** Returns the sender's epoch. */
  private static long sendAll(ServerProcess server, LoadUser from, List<OutgoingSend> sends)
      throws InterruptedException {
    try (WireClient client = new WireClient(server.url())) {
      client.hello(Pair.device(from), Cursor.ZERO);
      long epoch = client.next(Welcome.class).cursor().epoch();
      for (OutgoingSend send : sends) {
        Pair.accepted(client, send);
      }
      return epoch;
    }
  }

  private static List<Long> readToTheNewEpoch(WireClient reader, LoadUser user, long oldEpoch)
      throws InterruptedException {
    reader.hello(Pair.device(user), Cursor.ZERO);
    assertThat(reader.next(Welcome.class).cursor().epoch()).isGreaterThan(oldEpoch);
    List<Long> numbers = new ArrayList<>();
    boolean told = false;
    while (true) {
      switch (reader.next(ServerFrame.class)) {
        case Deliver deliver -> numbers.add(Messages.numberOf(deliver.envelope()));
        case Gap gap -> told = gap.reason() == Gap.Reason.NEW_EPOCH;
        case InboxDrained _ -> {
          assertThat(told).as("the new epoch was told").isTrue();
          return numbers;
        }
        case ServerFrame other -> throw new AssertionError(other + " (expected: an inbox)");
      }
    }
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}
