package dev.letterlock.client.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.session.RetryLedger;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PeersTest {

  private static final Instant NOW = Instant.parse("2023-11-14T22:13:20Z");
  private static final UserId USER = UserId.of(new UUID(1, 2));
  private static final DeviceAddress PHONE = new DeviceAddress(USER, 1);
  private static final DeviceAddress TABLET = new DeviceAddress(USER, 2);

  private final MemoryVault vault = new MemoryVault();

  @Test
  void countsRetriesOfEachDeviceApart() {
    try (Transaction step = new Transaction(vault)) {
      Peers peers = new Peers(step, new E1(Sodium.load()));
      for (int number = 0; number < RetryLedger.MAX_PER_DAY; number++) {
        UUID message = new UUID(3, number);
        peers.putAsked(PHONE, peers.asked(PHONE).count(message, NOW).orElseThrow());
        peers.putAnswered(PHONE, peers.answered(PHONE).count(message, NOW).orElseThrow());
      }

      UUID next = new UUID(4, 4);
      assertThat(peers.asked(PHONE).count(next, NOW)).isEmpty();
      assertThat(peers.answered(PHONE).count(next, NOW)).isEmpty();
      assertThat(peers.asked(TABLET).count(next, NOW)).isPresent();
      assertThat(peers.answered(TABLET).count(next, NOW)).isPresent();
    }
  }
}
