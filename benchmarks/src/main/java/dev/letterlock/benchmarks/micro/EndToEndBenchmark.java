package dev.letterlock.benchmarks.micro;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.PayloadHash;
import dev.letterlock.crypto.e2ee.PayloadSlice;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.prekey.PreKeyBundle;
import dev.letterlock.crypto.e2ee.prekey.PreKeyMaker;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.e2ee.session.OpenedHeader;
import dev.letterlock.crypto.e2ee.session.PairwiseSessions;
import dev.letterlock.crypto.e2ee.session.PeerState;
import dev.letterlock.crypto.e2ee.session.SealedHeader;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What E1 costs a client, states read and written as for a key store: a handshake, a turn of the
 * ratchet, a send to one and to seven devices, beside libsodium's own X25519 and slice.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-XX:+UseCompactObjectHeaders",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow"
    })
public class EndToEndBenchmark {

  private static final int CONTENT = 900;
  private static final int PADDED = 1024;
  private static final int DEVICES = 7;

  private final E1 e1 = new E1(Sodium.load());
  private final XChaCha20Poly1305 cipher = new XChaCha20Poly1305(e1.sodium());
  private final PayloadSlice slices = new PayloadSlice(e1, cipher);
  private final SecureRandom random = new SecureRandom();
  private final Instant now = Instant.now();
  private final OwnDevice alice = device(1);
  private final OwnDevice bob = device(2);
  private final TrustedDevice trustedAlice = trusted(alice);
  private final TrustedDevice trustedBob = trusted(bob);
  private final PairwiseSessions atAlice = sessions(alice);
  private final PairwiseSessions atBob = sessions(bob);
  private final SecretBytes cek = e1.sodium().randomSecret(PayloadSlice.CEK_SIZE);
  private final X25519KeyPair one = e1.sodium().agreementKeyPair();
  private final PeerState unknownBob = PeerState.unknown(bob.cert().address().user(), 2);
  private final PeerState unknownAlice = PeerState.unknown(alice.cert().address().user(), 1);
  private final OwnPreKeys preKeysOfBob;
  private final PreKeyBundle bundle;
  private PeerState stateOfBob = unknownBob;
  private PeerState stateOfAlice = unknownAlice;
  private PeerState runningChain = unknownBob;

  /** Publishes pre-keys; the state under test is made in {@link #converse}. */
  public EndToEndBenchmark() {
    PreKeyMaker maker = new PreKeyMaker(e1, bob, Clock.systemUTC(), random);
    PreKeyMaker.Made made = maker.rotate(OwnPreKeys.none());
    this.preKeysOfBob = made.keys();
    this.bundle =
        new PreKeyBundle(
            bob.cert(),
            Objects.requireNonNull(made.upload().signedPreKey()),
            null,
            made.upload().kemPreKeys().getFirst());
  }

  /** A session that has been answered. */
  @Setup
  public void converse() {
    stateOfBob = atAlice.start(unknownBob, trustedBob, bundle);
    stateOfAlice = unknownAlice;
    turn();
    runningChain = atAlice.encrypt(stateOfBob, trustedBob, Hash32.ZERO, cek).next();
  }

  /** The initiator's half of a hybrid handshake, signatures included. */
  @Benchmark
  public PeerState startHybridSession() {
    return atAlice.start(unknownBob, trustedBob, bundle);
  }

  /** Both halves, and the first message. */
  @Benchmark
  public OpenedHeader wholeHybridHandshake() {
    PeerState state = atAlice.start(unknownBob, trustedBob, bundle);
    SealedHeader sealed = atAlice.encrypt(state, trustedBob, Hash32.ZERO, cek);
    return atBob.decrypt(
        unknownAlice, trustedAlice, preKeysOfBob, sealed.header().toByteArray(), Hash32.ZERO, now);
  }

  /** A message each way: two ratchet steps at either end. */
  @Benchmark
  public PeerState turn() {
    SealedHeader there = atAlice.encrypt(stateOfBob, trustedBob, Hash32.ZERO, cek);
    stateOfAlice =
        atBob
            .decrypt(
                stateOfAlice,
                trustedAlice,
                preKeysOfBob,
                there.header().toByteArray(),
                Hash32.ZERO,
                now)
            .next();
    SealedHeader back = atBob.encrypt(stateOfAlice, trustedAlice, Hash32.ZERO, cek);
    stateOfAlice = back.next();
    stateOfBob =
        atAlice
            .decrypt(
                there.next(),
                trustedBob,
                preKeysOfBob,
                back.header().toByteArray(),
                Hash32.ZERO,
                now)
            .next();
    return stateOfBob;
  }

  /** A 1 KiB slice and one device, in a running chain. */
  @Benchmark
  public PeerState sendToOneDevice() {
    return send(1);
  }

  /** A 1 KiB slice and seven devices, in running chains. */
  @Benchmark
  public PeerState sendToSevenDevices() {
    return send(DEVICES);
  }

  /** Only the slice, and its hash. */
  @Benchmark
  public Hash32 sealSlice() {
    return PayloadHash.of(e1, slices.seal(cek, new byte[CONTENT], PADDED));
  }

  /** Only libsodium's X25519. */
  @Benchmark
  public SecretBytes agree() {
    return e1.sodium().agree(one.secretKey(), bob.agreementKey().publicKey());
  }

  private PeerState send(int devices) {
    try (SecretBytes key = slices.newKey()) {
      Hash32 hash = PayloadHash.of(e1, slices.seal(key, new byte[CONTENT], PADDED));
      PeerState next = runningChain;
      for (int i = 0; i < devices; i++) {
        next = atAlice.encrypt(runningChain, trustedBob, hash, key).next();
      }
      return next;
    }
  }

  private PairwiseSessions sessions(OwnDevice own) {
    return new PairwiseSessions(e1, cipher, own, Clock.systemUTC(), random);
  }

  private OwnDevice device(int number) {
    DeviceAddress address = new DeviceAddress(new UUID(number, 0), number, 1);
    return OwnDevice.generate(e1, CipherSuite.HYBRID, address, Clock.systemUTC());
  }

  private static TrustedDevice trusted(OwnDevice device) {
    return new TrustedDevice(device.cert(), device.certHash(), 1);
  }
}
