package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.storage.inbox.local.CrashImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that kept less than it was told (docs/PROTOCOL.md §3.6). */
class StorageTroubleIT {
  private static final int PART_OF_A_RECORD = 20;

  @TempDir Path folder;

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
