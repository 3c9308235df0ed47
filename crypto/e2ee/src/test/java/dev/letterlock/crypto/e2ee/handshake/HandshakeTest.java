package dev.letterlock.crypto.e2ee.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.Vectors;
import dev.letterlock.crypto.e2ee.prekey.BundlePolicy;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.prekey.PreKeyUse;
import dev.letterlock.crypto.e2ee.prekey.VectorDevices;
import dev.letterlock.crypto.e2ee.prekey.VerifiedBundle;
import dev.letterlock.crypto.e2ee.primitive.MlKem768;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

  private final E1 e1 = new E1(Sodium.load());
  private final Handshake handshake = new Handshake(e1, new MlKem768());
  private final OwnDevice alice = VectorDevices.sender(e1);
  private final OwnDevice bob = VectorDevices.receiver(e1);

  @ParameterizedTest
  @ValueSource(strings = {"suite1", "suite2", "relink"})
  void agreesAsPublished(String session) {
    PreKeyHeader header = PreKeyHeader.parse(Vectors.bytes("/" + session + "/hdr"));
    PreviousSession previous = session.equals("relink") ? ofSuite2() : null;

    HandshakeSecrets secrets = respond(header, previous);

    assertThat(secrets.rootKey().revealCopy()).isEqualTo(Vectors.bytes("/" + session + "/rk"));
    assertThat(secrets.id().toByteArray()).isEqualTo(Vectors.bytes("/" + session + "/sid"));
    assertThat(secrets.export().revealCopy()).isEqualTo(Vectors.bytes("/" + session + "/exp"));
    assertThat(header.encode()).isEqualTo(Vectors.bytes("/" + session + "/hdr"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leadsBothEndsToTheSameSecrets(boolean linked) {
    PreviousSession previous = linked ? ofSuite2() : null;
    InitiatedHandshake made = handshake.initiate(alice, bundle(), previous, new SecureRandom());

    HandshakeSecrets atBob = respond(made.header(), previous);

    assertThat(made.header().suite()).isEqualTo(CipherSuite.HYBRID);
    assertThat(atBob.id()).isEqualTo(made.secrets().id());
    assertThat(atBob.rootKey().matches(made.secrets().rootKey())).isTrue();
    assertThat(atBob.export().matches(made.secrets().export())).isTrue();
  }

  @Test
  void leadsElsewhereWithoutTheExportOfTheOldSession() {
    InitiatedHandshake made = handshake.initiate(alice, bundle(), ofSuite2(), new SecureRandom());

    assertThat(respond(made.header(), null).id()).isNotEqualTo(made.secrets().id());
  }

  @Test
  void leadsElsewhereForAnotherSender() {
    InitiatedHandshake made = handshake.initiate(alice, bundle(), null, new SecureRandom());
    HandshakeSecrets other =
        handshake.respond(bob, bob.cert(), made.header(), use(made.header()), null);

    assertThat(other.id()).isNotEqualTo(made.secrets().id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void refusesEveryEphemeralKeyOfLowOrder(String point) {
    X25519PublicKey ephemeral = X25519PublicKey.of(HexFormat.of().parseHex(point));
    PreKeyHeader header = new PreKeyHeader(CipherSuite.CLASSIC, 5, 42, 0, 0, ephemeral, null);

    assertThatExceptionOfType(KeyRejectedException.class)
        .isThrownBy(() -> respond(header, null))
        .matches(e -> e.fault() == KeyFault.LOW_ORDER_POINT);
  }

  private HandshakeSecrets respond(PreKeyHeader header, @Nullable PreviousSession previous) {
    return handshake.respond(bob, alice.cert(), header, use(header), previous);
  }

  private PreKeyUse use(PreKeyHeader header) {
    return PreKeyUse.of(
        e1,
        VectorDevices.preKeys(e1),
        header.signedPreKeyId(),
        header.oneTimePreKeyId(),
        header.kemPreKeyId(),
        header.ephemeral());
  }

  private VerifiedBundle bundle() {
    return new BundlePolicy(e1, CipherSuite.HYBRID)
        .verify(
            VectorDevices.trusted(bob),
            VectorDevices.bundle(e1),
            Instant.parse("2023-11-14T22:13:20Z"));
  }

  private PreviousSession ofSuite2() {
    return new PreviousSession(
        SessionId.of(Vectors.bytes("/suite2/sid")), Vectors.secret("/suite2/exp"));
  }
}
