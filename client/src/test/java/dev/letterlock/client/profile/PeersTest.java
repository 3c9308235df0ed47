package dev.letterlock.client.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.group.ChainPlace;
import dev.letterlock.crypto.e2ee.group.SenderChains;
import dev.letterlock.crypto.e2ee.group.SenderKeyDistribution;
import dev.letterlock.crypto.e2ee.session.RetryLedger;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PeersTest {

  private static final Instant NOW = Instant.parse("2023-11-14T22:13:20Z");
  private static final UserId USER = UserId.of(new UUID(1, 2));
  private static final DeviceAddress PHONE = new DeviceAddress(USER, 1);
  private static final DeviceAddress TABLET = new DeviceAddress(USER, 2);

  private static final ChainPlace PLACE = new ChainPlace(new UUID(5, 5), 1, 7);

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

  /** Or the old key of a device that was removed would write as the one that has its number now. */
  @Test
  void forgetsWhatADeviceWroteToGroupsWithOnceTheListNamesItNoMore() {
    E1 e1 = new E1(Sodium.load());
    try (Ed25519KeyPair account = e1.sodium().signingKeyPair();
        Transaction step = new Transaction(vault)) {
      Peers peers = new Peers(step, e1);
      DeviceList both =
          DeviceList.first(e1, account, USER.toUuid(), 1, List.of(entry(1, 1), entry(2, 2)));
      DeviceList replaced = both.next(e1, account, 2, List.of(entry(1, 1), entry(2, 3)));
      peers.putPins(USER.toUuid(), DeviceListPins.first(e1, USER.toUuid(), both));
      Groups groups = new Groups(step, e1);
      keepChains(groups, e1, PHONE);
      keepChains(groups, e1, TABLET);

      peers.putPins(USER.toUuid(), DeviceListPins.first(e1, USER.toUuid(), replaced));

      assertThat(has(groups, PHONE)).isTrue();
      assertThat(has(groups, TABLET)).isFalse();
    }
  }

  private static void keepChains(Groups groups, E1 e1, DeviceAddress author) {
    try (Ed25519KeyPair signing = e1.sodium().signingKeyPair();
        SenderKeyDistribution key =
            new SenderKeyDistribution(
                PLACE, Hash32.ZERO, 0, SecretBytes.copyOf(new byte[32]), signing.publicKey());
        SenderChains chains = SenderChains.none().with(e1, key)) {
      groups.putChains(PLACE.group(), author, chains);
    }
  }

  private static boolean has(Groups groups, DeviceAddress author) {
    try (SenderChains chains = groups.chains(PLACE.group(), author)) {
      return chains.knows(PLACE);
    }
  }

  private static DeviceEntry entry(int device, int certificate) {
    byte[] hash = new byte[Hash32.SIZE];
    hash[0] = (byte) certificate;
    return new DeviceEntry(device, 4711, Hash32.of(hash));
  }
}
