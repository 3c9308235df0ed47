package dev.letterlock.crypto.e2ee.group;

import static dev.letterlock.crypto.e2ee.group.GroupFaults.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.e2ee.group.SenderChain.Rotation;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SenderChainTest {

  private static final KeyFingerprint KEY = new KeyFingerprint(1, 2);
  private static final ChainHolder PHONE = holder(People.BERT, 1, 11, KEY);
  private static final ChainHolder LAPTOP = holder(People.BERT, 2, 22, KEY);

  private final People people = new People();
  private final GroupState state =
      people.first(People.ANNA, people.admin(People.ANNA), people.member(People.BERT));
  private final SenderChain chain = SenderChain.begin(people.e1, state, People.CREATED);
  private final ChainHolders both = ChainHolders.NOBODY.with(List.of(PHONE, LAPTOP));

  @Test
  void servesWhileNothingChanges() {
    assertThat(due(state, both, both, People.CREATED + 1)).isEmpty();
  }

  /** R13: new chain and new signing key each epoch. */
  @Test
  void isReplacedInANewEpoch() {
    GroupState next =
        people.next(state, People.ANNA, people.admin(People.ANNA), people.member(People.CARL));

    assertThat(due(next, both, both, People.CREATED)).contains(Rotation.NEW_EPOCH);
    SenderChain fresh = SenderChain.begin(people.e1, next, People.CREATED);
    try (SenderKeyDistribution old = chain.distribution(people.e1);
        SenderKeyDistribution newer = fresh.distribution(people.e1)) {
      assertThat(newer.signingKey()).isNotEqualTo(old.signingKey());
      assertThat(newer.chainKey().matches(old.chainKey())).isFalse();
      assertThat(newer.place()).isNotEqualTo(old.place());
    }
  }

  @Test
  void isReplacedWhenADeviceThatHasItIsGone() {
    ChainHolders phoneOnly = ChainHolders.NOBODY.with(List.of(PHONE));
    ChainHolders enrolledAnew =
        ChainHolders.NOBODY.with(List.of(PHONE, holder(People.BERT, 2, 23, KEY)));
    ChainHolders underAnotherKey =
        ChainHolders.NOBODY.with(
            List.of(PHONE, holder(People.BERT, 2, 22, new KeyFingerprint(3, 4))));

    for (ChainHolders present : List.of(phoneOnly, enrolledAnew, underAnotherKey)) {
      assertThat(due(state, both, present, People.CREATED)).contains(Rotation.DEVICE_LEFT);
    }
  }

  @Test
  void isGivenToANewDeviceWithoutBeingReplaced() {
    ChainHolders phoneOnly = ChainHolders.NOBODY.with(List.of(PHONE));

    assertThat(due(state, phoneOnly, both, People.CREATED)).isEmpty();
    assertThat(phoneOnly.lacking(both)).isEqualTo(Set.of(LAPTOP));
    assertThat(phoneOnly.with(List.of(LAPTOP))).isEqualTo(both);
  }

  @Test
  void isReplacedAfterAThousandMessages() {
    SenderChain used = chain;
    for (int i = 0; i < 999; i++) {
      used = people.cipher.seal(used, new byte[0]).chain();
    }

    assertThat(used.due(people.e1, state, both, both, People.CREATED)).isEmpty();
    SenderChain full = people.cipher.seal(used, new byte[0]).chain();
    assertThat(full.due(people.e1, state, both, both, People.CREATED))
        .contains(Rotation.MANY_MESSAGES);
  }

  @Test
  void isReplacedAfterSevenDays() {
    long week = Duration.ofDays(7).toMillis();

    assertThat(due(state, both, both, People.CREATED + week - 1)).isEmpty();
    assertThat(due(state, both, both, People.CREATED + week)).contains(Rotation.OLD);
  }

  @Test
  void comesBackFromItsBytes() {
    SenderChain used = people.cipher.seal(chain, new byte[0]).chain();

    SenderChain back = SenderChain.decode(used.encode());

    assertThat(back.encode()).isEqualTo(used.encode()).hasSize(133);
    SenderChains receiver = SenderChains.none().with(people.e1, chain.distribution(people.e1));
    byte[] message = people.cipher.seal(back, new byte[] {9}).message().toByteArray();
    assertThat(people.cipher.open(receiver, message).content().get(0)).isEqualTo((byte) 9);
  }

  @Test
  void remembersItsHoldersByTheirBytes() {
    assertThat(ChainHolders.decode(both.encode())).isEqualTo(both);
    assertThat(ChainHolders.decode(ChainHolders.NOBODY.encode())).isEqualTo(ChainHolders.NOBODY);
  }

  @Test
  void travelsInAHundredAndFiftyTwoBytes() {
    try (SenderKeyDistribution key = chain.distribution(people.e1)) {
      byte[] encoded = key.encode();
      SenderKeyDistribution read = SenderKeyDistribution.parse(encoded);

      assertThat(encoded).hasSize(152);
      assertThat(read.encode()).isEqualTo(encoded);
      assertThat(read.place()).isEqualTo(chain.place());
      assertThat(read.stateHash()).isEqualTo(state.stateHash(people.e1));
    }
  }

  @Test
  void takesARepeatedKeyAsTheSame() {
    SenderChains chains = SenderChains.none().with(people.e1, chain.distribution(people.e1));
    SenderChain used = people.cipher.seal(chain, new byte[] {1}).chain();

    SenderChains again = chains.with(people.e1, used.distribution(people.e1));

    assertThat(again.encode()).isEqualTo(chains.encode());
  }

  @Test
  void refusesAnotherKeyUnderTheNameOfTheFirst() {
    SenderChains chains = SenderChains.none().with(people.e1, chain.distribution(people.e1));
    try (SenderKeyDistribution key = chain.distribution(people.e1)) {
      SenderKeyDistribution other =
          new SenderKeyDistribution(
              key.place(),
              key.stateHash(),
              key.iteration(),
              key.chainKey(),
              people.e1.sodium().signingKeyPair().publicKey());

      assertRejected(GroupFault.CHAIN_CONFLICT, () -> chains.with(people.e1, other));
    }
  }

  /** The receiver is at the sixth message; the second keys are of the third, sixth and ninth. */
  @Test
  void refusesAnotherChainKeyWhereverItBegins() {
    SenderChains chains = SenderChains.none().with(people.e1, at(chain, 5).distribution(people.e1));
    byte[] before = chains.encode();
    for (int iteration : new int[] {2, 5, 8}) {
      SenderKeyDistribution good = at(chain, iteration).distribution(people.e1);
      SenderKeyDistribution other =
          new SenderKeyDistribution(
              good.place(),
              good.stateHash(),
              good.iteration(),
              people.e1.sodium().randomSecret(32),
              good.signingKey());

      assertThat(chains.with(people.e1, good).encode()).isEqualTo(before);
      assertRejected(GroupFault.CHAIN_CONFLICT, () -> chains.with(people.e1, other));
      assertThat(chains.encode()).isEqualTo(before);
    }
  }

  @Test
  void looksAtNoMoreStepsThanAChainCanHave() {
    SenderChains chains = SenderChains.none().with(people.e1, chain.distribution(people.e1));
    try (SenderKeyDistribution key = chain.distribution(people.e1)) {
      SenderKeyDistribution far =
          new SenderKeyDistribution(
              key.place(), key.stateHash(), 2001, key.chainKey(), key.signingKey());

      assertRejected(GroupFault.CHAIN_CONFLICT, () -> chains.with(people.e1, far));
    }
  }

  @Test
  void keepsTheFiveNewestChainsOfASender() {
    SenderChain[] six = new SenderChain[6];
    Arrays.setAll(six, i -> SenderChain.begin(people.e1, state, People.CREATED));
    SenderChains chains = SenderChains.none();
    for (SenderChain one : six) {
      chains = chains.with(people.e1, one.distribution(people.e1));
    }

    assertThat(chains.knows(six[0].place())).isFalse();
    assertThat(chains.knows(six[1].place())).isTrue();
    assertThat(chains.knows(six[5].place())).isTrue();
  }

  @Test
  void neverPrintsAKey() {
    assertThat(chain.toString()).doesNotContain("Secret");
  }

  private SenderChain at(SenderChain chain, int iteration) {
    SenderChain at = chain;
    while (at.iteration() < iteration) {
      at = people.cipher.seal(at, new byte[] {1}).chain();
    }
    return at;
  }

  private Optional<Rotation> due(
      GroupState now, ChainHolders holders, ChainHolders present, long at) {
    return chain.due(people.e1, now, holders, present, at);
  }

  private static ChainHolder holder(UUID user, int device, int reg, KeyFingerprint key) {
    return new ChainHolder(new DeviceAddress(user, device, reg), key);
  }
}
