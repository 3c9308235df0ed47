package dev.letterlock.crypto.e2ee.group;

import static dev.letterlock.crypto.e2ee.group.GroupFaults.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.e2ee.group.GroupCipher.Opened;
import dev.letterlock.crypto.e2ee.group.GroupCipher.Sealed;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.primitive.Hash32;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupCipherTest {

  private static final int SIGNATURE = 64;

  private final People people = new People();
  private final GroupCipher cipher = people.cipher;
  private final GroupState state =
      people.first(People.ANNA, people.admin(People.ANNA), people.member(People.BERT));
  private final SenderChain annas = SenderChain.begin(people.e1, state, People.CREATED);
  private final SenderChains berts =
      SenderChains.none().with(people.e1, annas.distribution(people.e1));

  @ParameterizedTest
  @CsvSource({"0,422", "255,422", "256,678", "65535,65702"})
  void opensWhatItSealed(int length, int size) {
    byte[] content = people.e1.sodium().randomBytes(length);

    Sealed sealed = cipher.seal(annas, content);

    assertThat(sealed.message().size()).isEqualTo(size);
    assertThat(bytes(open(berts, sealed).content())).isEqualTo(content);
  }

  @Test
  void numbersEachMessageAndNeverSealsAlike() {
    Sealed first = cipher.seal(annas, new byte[1]);
    Sealed second = cipher.seal(first.chain(), new byte[1]);

    assertThat(head(first).iteration()).isZero();
    assertThat(head(second).iteration()).isEqualTo(1);
    assertThat(slice(second)).isNotEqualTo(slice(first));
  }

  /** A restored state seals again with the same key: the nonce inside the slice differs. */
  @Test
  void sealsAnewEvenFromARestoredState() {
    Sealed one = cipher.seal(annas, new byte[1]);
    Sealed other = cipher.seal(annas, new byte[2]);

    assertThat(nonce(one)).isNotEqualTo(nonce(other));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void opensEveryOrderOnce(long seed) {
    Random random = new Random(seed);
    List<Sealed> sent = seal(40);
    List<Sealed> arriving = new ArrayList<>(sent);
    arriving.removeIf(message -> random.nextInt(6) == 0);
    arriving.addAll(arriving.subList(0, 10));
    Collections.shuffle(arriving, random);
    List<Integer> opened = new ArrayList<>();
    SenderChains chains = berts;
    for (Sealed message : arriving) {
      if (opened.contains(head(message).iteration())) {
        SenderChains now = chains;
        byte[] before = now.encode();
        assertRejected(GroupFault.USED_BEFORE, () -> open(now, message));
        assertThat(now.encode()).isEqualTo(before);
        continue;
      }
      Opened result = open(chains, message);
      chains = SenderChains.decode(result.chains().encode());
      opened.add((int) result.content().get(0));
    }
    assertThat(opened).doesNotHaveDuplicates().hasSameElementsAs(iterations(arriving));
  }

  @Test
  void opensNothingOfBeforeItsKeyWasGiven() {
    List<Sealed> sent = seal(3);
    SenderChains late =
        SenderChains.none().with(people.e1, sent.get(1).chain().distribution(people.e1));

    assertRejected(GroupFault.USED_BEFORE, () -> open(late, sent.get(1)));
    assertThat(open(late, sent.get(2)).content().get(0)).isEqualTo((byte) 2);
  }

  @Test
  void toleratesTwoThousandMissingAndNoMore() {
    SenderChain chain = annas;
    Sealed sealed = cipher.seal(chain, new byte[1]);
    for (int i = 0; i < 2000; i++) {
      sealed = cipher.seal(sealed.chain(), new byte[1]);
    }
    Sealed last = sealed;
    Sealed beyond = cipher.seal(last.chain(), new byte[1]);

    assertThat(open(berts, last).chains().encode()).hasSizeLessThan(73_000);
    assertRejected(GroupFault.TOO_FAR, () -> open(berts, beyond));
  }

  @Test
  void keepsTheKeysOfTheNewestTwoThousandThatAreMissing() {
    List<Sealed> sent = seal(3002);

    SenderChains chains = open(berts, sent.get(1500)).chains();
    SenderChains full = open(chains, sent.get(3001)).chains();

    assertRejected(GroupFault.USED_BEFORE, () -> open(full, sent.get(999)));
    assertThat(open(full, sent.get(1001)).content().get(0)).isEqualTo((byte) 1001);
  }

  /** R1, R3, R9: type, group, epoch, chain, number, slice and signature: every bit counts. */
  @Test
  void refusesEveryFlippedBitAndStaysAsItWas() {
    byte[] message = cipher.seal(annas, new byte[10]).message().toByteArray();
    byte[] before = berts.encode();

    for (int bit = 0; bit < message.length * 8; bit++) {
      byte[] flipped = message.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      GroupFault expected =
          bit < 8
              ? GroupFault.BAD_VERSION
              : bit < 25 * 8 ? GroupFault.UNKNOWN_CHAIN : GroupFault.BAD_SIGNATURE;
      assertRejected(expected, () -> cipher.open(berts, flipped));
    }
    assertThat(berts.encode()).isEqualTo(before);
  }

  @Test
  void refusesEveryTruncation() {
    byte[] message = cipher.seal(annas, new byte[10]).message().toByteArray();

    for (int length = 0; length < message.length; length++) {
      byte[] cut = Arrays.copyOf(message, length);
      assertRejected(GroupFault.BAD_LENGTH, () -> cipher.open(berts, cut));
    }
  }

  /** R9: a member who knows the key cannot write in the name of another. */
  @Test
  void refusesAForgeryByAFellowMember() {
    try (SenderKeyDistribution known = annas.distribution(people.e1)) {
      SenderChain berts1 = SenderChain.begin(people.e1, state, People.CREATED);
      SenderKeyDistribution mixed =
          new SenderKeyDistribution(
              known.place(),
              known.stateHash(),
              known.iteration(),
              berts1.chainKey(),
              known.signingKey());
      byte[] forged = cipher.seal(berts1, new byte[1]).message().toByteArray();
      byte[] place = cipher.seal(annas, new byte[1]).message().toByteArray();
      System.arraycopy(place, 0, forged, 0, GroupMessageHead.SIZE);

      assertRejected(
          GroupFault.BAD_SIGNATURE,
          () -> cipher.open(SenderChains.none().with(people.e1, mixed), forged));
    }
  }

  /** R1: the signature covers the state hash, so both must see one membership. */
  @Test
  void refusesAMessageUnderAnotherGroupState() {
    try (SenderKeyDistribution key = annas.distribution(people.e1)) {
      SenderKeyDistribution other =
          new SenderKeyDistribution(
              key.place(), Hash32.ZERO, key.iteration(), key.chainKey(), key.signingKey());
      byte[] message = cipher.seal(annas, new byte[1]).message().toByteArray();

      assertRejected(
          GroupFault.BAD_SIGNATURE,
          () -> cipher.open(SenderChains.none().with(people.e1, other), message));
    }
  }

  /** R9: a slice that is signed but sealed under another key, as for invisible salamanders. */
  @Test
  void refusesASliceUnderAnotherKey() {
    try (SenderKeyDistribution key = annas.distribution(people.e1)) {
      SenderKeyDistribution other =
          new SenderKeyDistribution(
              key.place(),
              key.stateHash(),
              key.iteration(),
              people.e1.sodium().randomSecret(32),
              key.signingKey());
      byte[] message = cipher.seal(annas, new byte[1]).message().toByteArray();
      SenderChains chains = SenderChains.none().with(people.e1, other);
      byte[] before = chains.encode();

      assertRejected(GroupFault.NOT_AUTHENTIC, () -> cipher.open(chains, message));
      assertThat(chains.encode()).isEqualTo(before);
    }
  }

  @Test
  void refusesAChainThatNobodyGave() {
    Sealed sealed = cipher.seal(annas, new byte[1]);

    assertRejected(GroupFault.UNKNOWN_CHAIN, () -> open(SenderChains.none(), sealed));
  }

  private List<Sealed> seal(int count) {
    List<Sealed> sent = new ArrayList<>();
    SenderChain chain = annas;
    for (int i = 0; i < count; i++) {
      Sealed sealed = cipher.seal(chain, new byte[] {(byte) i});
      sent.add(sealed);
      chain = sealed.chain();
    }
    return sent;
  }

  private Opened open(SenderChains chains, Sealed sealed) {
    return cipher.open(chains, sealed.message().toByteArray());
  }

  private static List<Integer> iterations(List<Sealed> messages) {
    return messages.stream().map(message -> head(message).iteration()).toList();
  }

  private static GroupMessageHead head(Sealed sealed) {
    return GroupMessageHead.parse(sealed.message().toByteArray());
  }

  private static byte[] slice(Sealed sealed) {
    byte[] message = sealed.message().toByteArray();
    return Arrays.copyOfRange(message, GroupMessageHead.SIZE, message.length - SIGNATURE);
  }

  private static byte[] nonce(Sealed sealed) {
    return Arrays.copyOfRange(slice(sealed), 1, 25);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
