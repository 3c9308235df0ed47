package dev.letterlock.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.letterlock.crypto.ConversationIds;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.api.HttpDriver.Answer;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.prekeys.PreKeyBundle;
import dev.letterlock.server.features.prekeys.PreKeyBundles;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PreKeysTest {

  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void whatIsUploadedIsCountedAndHandedOut() {
    Phone alice = Phone.enrolled(server);
    Phone bob = Phone.enrolled(server);
    assertThat(bob.uploadPreKeys(1, 3, 2).status()).isEqualTo(204);

    JsonNode bundle = alice.claim(bob, UUID.randomUUID()).json().path("bundles").get(0);

    assertThat(bundle.path("device_id").asInt()).isEqualTo(bob.device);
    assertThat(bundle.path("certificate").asText()).isEqualTo(Phone.b64(bob.cert.encode()));
    assertThat(bundle.path("signed").asText()).hasSize(144);
    assertThat(bundle.path("one_time").asText()).hasSize(48);
    assertThat(bundle.path("kem").asText()).hasSize(1682);
    JsonNode left = bob.get("/v1/prekeys/count").json();
    assertThat(left.path("one_time").asInt()).isEqualTo(2);
    assertThat(left.path("kem_one_time").asInt()).isEqualTo(1);
    assertThat(left.path("signed_age_seconds").asInt()).isBetween(0, 60);
    assertThat(left.path("last_resort").asBoolean()).isFalse();
  }

  @Test
  void aRepeatedRequestGetsTheSameAnswerAndBurnsNothing() {
    Phone alice = Phone.enrolled(server);
    Phone bob = Phone.enrolled(server);
    bob.uploadPreKeys(1, 3, 0);
    UUID request = UUID.randomUUID();

    assertThat(alice.claim(bob, request).body()).isEqualTo(alice.claim(bob, request).body());
    assertThat(bob.get("/v1/prekeys/count").json().path("one_time").asInt()).isEqualTo(2);
  }

  @Test
  void whenOneTimeKeysAreGoneTheLastResortServes() {
    Phone alice = Phone.enrolled(server);
    Phone bob = Phone.enrolled(server);
    Map<String, Object> upload = bob.preKeys(1, 1, 1);
    String last = Phone.b64(bob.kemPreKey(77, KemPreKey.Kind.LAST_RESORT).encode());
    upload.put("kem_last_resort", last);
    assertThat(bob.signed("PUT", "/v1/prekeys", upload).status()).isEqualTo(204);

    alice.claim(bob, UUID.randomUUID());
    JsonNode second = alice.claim(bob, UUID.randomUUID()).json().path("bundles").get(0);

    assertThat(second.has("one_time")).isFalse();
    assertThat(second.path("kem").asText()).isEqualTo(last);
  }

  @Test
  void sixtyFourTakersNeverGetTheSameKey() throws Exception {
    Phone bob = Phone.enrolled(server);
    bob.uploadPreKeys(1, 50, 0);
    CyclicBarrier start = new CyclicBarrier(64);
    List<Future<PreKeyBundles>> takers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 64; i++) {
        DeviceAddress taker = new DeviceAddress(UserId.of(UUID.randomUUID()), 1);
        takers.add(
            threads.submit(() -> {
              start.await();
              return claim(taker, bob, RequestId.of(UUID.randomUUID()));
            }));
      }
    }
    Set<OpaqueBytes> keys = new HashSet<>();
    int given = 0;
    for (Future<PreKeyBundles> taker : takers) {
      PreKeyBundle bundle = taker.get().bundles().getFirst();
      if (bundle.keys().oneTime() != null) {
        given++;
        keys.add(bundle.keys().oneTime());
      }
    }

    assertThat(given).isEqualTo(keys.size()).isEqualTo(40); // a fifth of 50 is reserved
  }

  @Test
  void theLastFifthIsForThoseToWhomTheUserHasSent() {
    Phone alice = Phone.enrolled(server);
    Phone bob = Phone.enrolled(server);
    bob.uploadPreKeys(1, 5, 0);
    for (int i = 0; i < 4; i++) {
      assertThat(oneTimeKey(stranger(), bob)).isNotNull();
    }
    assertThat(oneTimeKey(stranger(), bob)).isNull();
    assertThat(oneTimeKey(alice.wireAddress(), bob)).isNull();

    server.stores.conversations().createDirect(direct(alice, bob), alice.userId(), bob.userId());
    assertThat(oneTimeKey(alice.wireAddress(), bob)).as("she wrote alone").isNull();

    server.stores.conversations().createDirect(direct(alice, bob), bob.userId(), alice.userId());

    assertThat(oneTimeKey(alice.wireAddress(), bob)).isNotNull();
  }

  @Test
  void claimsOfOneDeviceOnAnotherAreLimited() {
    Phone alice = Phone.enrolled(server);
    Phone bob = Phone.enrolled(server);
    bob.uploadPreKeys(1, 20, 0);
    UUID repeated = UUID.randomUUID();
    for (int i = 0; i < 5; i++) {
      assertThat(alice.claim(bob, UUID.randomUUID()).status()).isEqualTo(200);
    }
    assertThat(alice.claim(bob, repeated).status()).isEqualTo(200);

    assertThat(alice.claim(bob, UUID.randomUUID()).problem()).isEqualTo("429 rate_limited");
    assertThat(alice.claim(bob, repeated).status()).isEqualTo(200);
    assertThat(oneTimeKey(stranger(), bob)).isNotNull();
  }

  @Test
  void aDrainedDeviceAnswersWithoutOneTimeKeys() {
    Phone bob = Phone.enrolled(server);
    bob.uploadPreKeys(1, 100, 0);
    for (int i = 0; i < 60; i++) {
      assertThat(oneTimeKey(stranger(), bob)).isNotNull();
    }

    assertThat(oneTimeKey(stranger(), bob)).isNull();
    assertThat(server.management.get("/metrics", Map.of()).body())
        .contains("letterlock_opk_low_total{cause=\"drained\"}");
  }

  @Test
  void anOperatorCanLiftTheLimits() {
    try (ApiServer lifted = new ApiServer(new ApiServer.Options(false, false, true))) {
      Phone alice = Phone.enrolled(lifted);
      Phone bob = Phone.enrolled(lifted);
      bob.uploadPreKeys(1, 10, 0);
      for (int i = 0; i < 12; i++) {
        assertThat(alice.claim(bob, UUID.randomUUID()).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void claimsNameWhoIsUnknownAndLeaveOutDevicesThatAreNotThere() {
    Phone alice = Phone.enrolled(server);
    Phone bob = Phone.enrolled(server);
    bob.uploadPreKeys(1, 1, 0);
    String nobody = "/v1/users/by-id/" + UUID.randomUUID() + "/prekeys/claim";
    Map<String, Object> all = Map.of("request_id", UUID.randomUUID(), "devices", List.of());
    Map<String, Object> wrong =
        Map.of("request_id", UUID.randomUUID(), "devices", List.of(99, bob.device));

    assertThat(alice.post(nobody, all).problem()).isEqualTo("404 unknown_user");
    Answer some = alice.post("/v1/users/by-id/" + bob.user + "/prekeys/claim", wrong);
    assertThat(some.json().path("bundles").findValuesAsText("device_id"))
        .containsExactly(Integer.toString(bob.device));
    assertThat(alice.post("/v1/users/by-id/" + alice.user + "/prekeys/claim", all).body())
        .contains("\"bundles\":[]");
  }

  @Test
  void aDeviceUnseenForTheRetentionIsLeftOut() {
    try (ApiServer own = new ApiServer()) {
      Phone bob = Phone.enrolled(own);
      bob.uploadPreKeys(1, 1, 0);
      own.clock.pass(Duration.ofDays(32));

      PreKeyBundles answer =
          own.api
              .preKeyClaims()
              .claim(
                  stranger(), bob.userId(), List.of(bob.device), RequestId.of(UUID.randomUUID()));

      assertThat(answer.bundles()).isEmpty();
    }
  }

  @Test
  void aStolenTokenAloneReplacesNothing() {
    Phone victim = Phone.enrolled(server);
    Phone thief = Phone.enrolled(server);
    byte[] body = HttpDriver.bytes(victim.preKeys(1, 1, 0));

    assertThat(
            server
                .http
                .send("PUT", "/v1/prekeys", Phone.bearer(victim.accessToken), body)
                .problem())
        .isEqualTo("401 signature_missing");
    assertThat(
            thief
                .signed(thief.signingKey, victim.accessToken, "PUT", "/v1/prekeys", body)
                .problem())
        .isEqualTo("401 signature_invalid");
    assertThat(victim.get("/v1/prekeys/count").json().path("one_time").asInt()).isZero();
  }

  @Test
  void theSignatureCoversMethodPathAndBody() {
    Phone phone = Phone.enrolled(server);
    byte[] body = HttpDriver.bytes(phone.preKeys(1, 1, 0));
    byte[] other = HttpDriver.bytes(phone.preKeys(1, 1, 0));
    Map<String, String> token = Phone.bearer(phone.accessToken);

    for (Map<String, String> signature :
        List.of(
            phone.signature(phone.signingKey, phone.accessToken, "POST", "/v1/prekeys", body),
            phone.signature(phone.signingKey, phone.accessToken, "PUT", "/v1/list", body),
            phone.signature(phone.signingKey, phone.accessToken, "PUT", "/v1/prekeys", other))) {
      assertThat(
              server.http.send("PUT", "/v1/prekeys", Phone.with(token, signature), body).problem())
          .isEqualTo("401 signature_invalid");
    }
  }

  @Test
  void keyIdsAreNeverReused() {
    Phone phone = Phone.enrolled(server);
    Map<String, Object> upload = phone.preKeys(1, 3, 1);
    assertThat(phone.signed("PUT", "/v1/prekeys", upload).status()).isEqualTo(204);

    assertThat(phone.signed("PUT", "/v1/prekeys", upload).status()).isEqualTo(204);
    assertThat(phone.uploadPreKeys(3, 1, 0).problem()).isEqualTo("409 key_id_reused");
    assertThat(phone.uploadPreKeys(1, 0, 0).problem()).isEqualTo("409 key_id_reused");
    String twice = Phone.b64(phone.oneTimePreKey(50).encode());
    assertThat(
            phone.signed("PUT", "/v1/prekeys", Map.of("one_time", List.of(twice, twice))).problem())
        .isEqualTo("409 key_id_reused");
  }

  @Test
  void badKeysAreNamed() {
    Phone phone = Phone.enrolled(server);
    byte[] zeroPoint = ByteBuffer.allocate(36).putInt(9).array();
    byte[] zeroId = phone.oneTimePreKey(8).encode();
    zeroId[0] = zeroId[1] = zeroId[2] = zeroId[3] = 0;
    byte[] unreduced = phone.kemPreKey(10, KemPreKey.Kind.ONE_TIME).encode();
    unreduced[13] = unreduced[14] = (byte) 0xff;
    byte[] forged = phone.signedPreKey(11).encode();
    forged[107] ^= 1;
    byte[] wrongKind = phone.kemPreKey(12, KemPreKey.Kind.LAST_RESORT).encode();

    assertFault(phone, Map.of("one_time", List.of(Phone.b64(zeroPoint))), "LOW_ORDER_POINT");
    assertFault(phone, Map.of("one_time", List.of(Phone.b64(zeroId))), "BAD_ID");
    assertFault(phone, Map.of("one_time", List.of("AAAA")), "BAD_LENGTH");
    assertFault(phone, Map.of("kem", List.of(Phone.b64(unreduced))), "BAD_KEM_KEY");
    assertFault(phone, Map.of("kem", List.of(Phone.b64(wrongKind))), "BAD_KIND");
    assertFault(phone, Map.of("signed", Phone.b64(forged)), "BAD_SIGNATURE");
    assertFault(
        phone,
        Map.of("signed", Phone.b64(Phone.enrolled(server).signedPreKey(13).encode())),
        "BAD_SIGNATURE");
  }

  @Test
  void anUploadWithOneBadKeyStoresNone() {
    Phone phone = Phone.enrolled(server);
    String good = Phone.b64(phone.oneTimePreKey(8).encode());
    String bad = Phone.b64(ByteBuffer.allocate(36).putInt(9).array());

    assertFault(phone, Map.of("one_time", List.of(good, bad)), "LOW_ORDER_POINT");

    assertThat(phone.get("/v1/prekeys/count").json().path("one_time").asInt()).isZero();
    assertThat(phone.signed("PUT", "/v1/prekeys", Map.of("one_time", List.of(good))).status())
        .as("its id was not used up")
        .isEqualTo(204);
  }

  @Test
  void oldSignedKeysAreRefused() {
    try (ApiServer own = new ApiServer()) {
      Phone phone = Phone.enrolled(own);
      String old = Phone.b64(phone.signedPreKey(1).encode());
      own.clock.pass(Duration.ofMinutes(11));

      assertFault(phone, Map.of("signed", old), "CLOCK_SKEW");
    }
  }

  @Test
  void moreThanIsKeptIsRefused() {
    Phone phone = Phone.enrolled(server);

    assertThat(phone.uploadPreKeys(1, 201, 0).problem()).isEqualTo("422 too_many_keys");
    assertThat(phone.uploadPreKeys(1, 150, 0).status()).isEqualTo(204);
    assertThat(phone.uploadPreKeys(200, 51, 0).problem()).isEqualTo("422 too_many_keys");
  }

  @Test
  void theUseCaseRefusesWithItsOwnCode() {
    Phone bob = Phone.enrolled(server);
    DeviceAddress alice = stranger();
    for (int i = 0; i < 6; i++) {
      claim(alice, bob, RequestId.of(UUID.randomUUID()));
    }

    assertThatThrownBy(() -> claim(alice, bob, RequestId.of(UUID.randomUUID())))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.refusal()).isEqualTo(Refusal.RATE_LIMITED);
              assertThat(refused.retryAfterMillis()).isPositive();
            });
  }

  private static void assertFault(Phone phone, Map<String, Object> upload, String fault) {
    Answer answer = phone.signed("PUT", "/v1/prekeys", upload);
    assertThat(answer.problem()).isEqualTo("422 key_rejected");
    assertThat(answer.text("detail")).startsWith(fault);
  }

  private static DeviceAddress stranger() {
    return new DeviceAddress(UserId.of(UUID.randomUUID()), 1);
  }

  private static @Nullable OpaqueBytes oneTimeKey(DeviceAddress requester, Phone target) {
    PreKeyBundles answer = claim(requester, target, RequestId.of(UUID.randomUUID()));
    return answer.bundles().getFirst().keys().oneTime();
  }

  private static PreKeyBundles claim(DeviceAddress requester, Phone target, RequestId request) {
    return server
        .api
        .preKeyClaims()
        .claim(requester, target.userId(), List.of(target.device), request);
  }

  private static ConversationId direct(Phone one, Phone other) {
    return ConversationId.of(ConversationIds.direct(server.e1, one.user, other.user));
  }
}
