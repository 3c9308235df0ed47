package dev.letterlock.crypto.e2ee.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.letterlock.crypto.AccountKeyRollover;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.e2ee.FixedNonces;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.e2ee.PayloadSlice;
import dev.letterlock.crypto.e2ee.handshake.PreKeyHeader;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.prekey.PreKeyBundle;
import dev.letterlock.crypto.e2ee.state.StateRejectedException;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.e2ee.trust.KeyLineage;
import dev.letterlock.crypto.e2ee.trust.ListEvidence;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.testing.SettableClock;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Every parser of pairwise E1: whatever the bytes, it refuses them by its own exception or writes
 * the same bytes again. A normal run replays the corpus beside this class; {@code JAZZER_FUZZ=1 mvn
 * test -pl crypto/e2ee -am -Dtest=ParsersFuzzTest#peerState} looks for more.
 */
class ParsersFuzzTest {

  private static final E1 E1_OF_TESTS = Phone.E1_OF_TESTS;

  private static final SecretBytes KEY_OF_SLICES = SecretBytes.copyOf(new byte[32]);
  private static final PayloadSlice SLICES = FixedNonces.of(E1_OF_TESTS, 0x42);

  /** The structures that cross the wire, told apart by their sizes. */
  private static final List<UnaryOperator<byte[]>> STRUCTURES =
      List.of(
          bytes -> DeviceCert.parse(bytes).encode(),
          bytes -> DeviceList.parse(bytes).encode(),
          bytes -> AccountKeyRollover.parse(bytes).encode(),
          bytes -> SignedPreKey.parse(bytes).encode(),
          bytes -> OneTimePreKey.parse(bytes).encode(),
          bytes -> KemPreKey.parse(bytes).encode());

  @FuzzTest
  void structure(byte[] bytes) {
    STRUCTURES.forEach(structure -> refusesOrRepeats(structure, bytes));
  }

  @FuzzTest
  void preKeyHeader(byte[] bytes) {
    refusesOrRepeats(header -> PreKeyHeader.parse(header).encode(), bytes);
  }

  @FuzzTest
  void deviceHeader(byte[] bytes) {
    refusesOrRepeats(
        header -> {
          DeviceHeader parsed = DeviceHeader.parse(header);
          byte[] preKey = parsed.preKey() == null ? new byte[0] : parsed.preKey().encode();
          byte[] whole = Arrays.copyOf(preKey, preKey.length + parsed.record().size());
          System.arraycopy(
              parsed.record().toByteArray(), 0, whole, preKey.length, parsed.record().size());
          return whole;
        },
        bytes);
  }

  /** The four parts one after the other, as they come in a PreKeyBundles frame. */
  @FuzzTest
  void preKeyBundle(byte[] bytes) {
    refusesOrRepeats(ParsersFuzzTest::repeatBundle, bytes);
  }

  /** Only what the key and its nonce seal opens. */
  @FuzzTest
  void payloadSlice(byte[] bytes) {
    refusesOrRepeats(
        slice -> {
          ByteBuffer content = SLICES.open(KEY_OF_SLICES, slice);
          byte[] opened = new byte[content.remaining()];
          content.get(opened);
          return SLICES.seal(KEY_OF_SLICES, opened, slice.length - PayloadSizes.SLICE_OVERHEAD);
        },
        bytes);
  }

  @FuzzTest
  void peerState(byte[] bytes) {
    refusesOrRepeats(state -> PeerState.decode(E1_OF_TESTS, state).encode(), bytes);
  }

  @FuzzTest
  void ownPreKeys(byte[] bytes) {
    refusesOrRepeats(state -> OwnPreKeys.decode(state).encode(), bytes);
  }

  @FuzzTest
  void ownDevice(byte[] bytes) {
    refusesOrRepeats(state -> OwnDevice.decode(E1_OF_TESTS, state).encode(), bytes);
  }

  @FuzzTest
  void deviceListPins(byte[] bytes) {
    refusesOrRepeats(state -> DeviceListPins.decode(state).encode(), bytes);
  }

  @FuzzTest
  void listEvidence(byte[] bytes) {
    refusesOrRepeats(state -> ListEvidence.decode(state).encode(), bytes);
  }

  @FuzzTest
  void keyLineage(byte[] bytes) {
    refusesOrRepeats(state -> KeyLineage.decode(state).encode(), bytes);
  }

  @FuzzTest
  void retryLedger(byte[] bytes) {
    refusesOrRepeats(state -> RetryLedger.decode(state).encode(), bytes);
  }

  /** Laid over a good slice, the bytes never make it open. */
  @FuzzTest
  void incomingSlice(byte[] difference) {
    byte[] good = SLICES.seal(KEY_OF_SLICES, new byte[100], 256);
    byte[] changed = good.clone();
    for (int i = 0; i < Math.min(changed.length, difference.length); i++) {
      changed[i] ^= difference[i];
    }
    try {
      SLICES.open(KEY_OF_SLICES, changed);
      assertThat(changed).isEqualTo(good);
    } catch (OpenRejectedException e) {
      assertThat(changed).isNotEqualTo(good);
    }
  }

  /** Laid over a good header of a running session, the bytes never make it open. */
  @FuzzTest
  void incomingHeader(byte[] difference) {
    SettableClock clock = new SettableClock();
    Phone alice = Phone.alice(clock);
    Phone bob = Phone.bob(clock);
    Letter letter = alice.start(bob).send(bob);
    byte[] header = letter.header().toByteArray();
    for (int i = 0; i < Math.min(header.length, difference.length); i++) {
      header[i] ^= difference[i];
    }
    Letter changed = letter.withHeader(header);
    if (changed.header().equals(Octets.of(letter.header().toByteArray()))) {
      assertThat(bob.opens(changed)).isTrue();
      return;
    }
    Phone.Snapshot before = bob.snapshot();
    try {
      bob.opens(changed);
      throw new AssertionError("a changed header was opened");
    } catch (OpenRejectedException e) {
      assertThat(bob.snapshot()).isEqualTo(before);
    }
  }

  private static byte[] repeatBundle(byte[] bytes) {
    int signed = Math.min(bytes.length, DeviceCert.SIZE);
    int oneTime = Math.min(bytes.length, DeviceCert.SIZE + SignedPreKey.SIZE);
    int kem = Math.min(bytes.length, DeviceCert.SIZE + SignedPreKey.SIZE + OneTimePreKey.SIZE);
    PreKeyBundle bundle =
        PreKeyBundle.parse(
            Arrays.copyOf(bytes, signed),
            Arrays.copyOfRange(bytes, signed, oneTime),
            Arrays.copyOfRange(bytes, oneTime, kem),
            kem == bytes.length ? null : Arrays.copyOfRange(bytes, kem, bytes.length));
    OneTimePreKey second = bundle.oneTimePreKey();
    KemPreKey third = bundle.kemPreKey();
    ByteBuffer out = ByteBuffer.allocate(bytes.length);
    out.put(bundle.cert().encode()).put(bundle.signedPreKey().encode());
    out.put(second == null ? new byte[OneTimePreKey.SIZE] : second.encode());
    return out.put(third == null ? new byte[0] : third.encode()).array();
  }

  private static void refusesOrRepeats(UnaryOperator<byte[]> parser, byte[] bytes) {
    try {
      assertThat(parser.apply(bytes)).isEqualTo(bytes);
    } catch (StateRejectedException | OpenRejectedException | KeyRejectedException e) {
      assertThat(e).hasMessageContaining("(expected: ");
    }
  }
}
