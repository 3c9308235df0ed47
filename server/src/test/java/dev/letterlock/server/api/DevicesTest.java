package dev.letterlock.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.AccountKeyRollover;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.server.api.HttpDriver.Answer;
import dev.letterlock.server.auth.SessionRevocations.Cause;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DevicesTest {

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
  void revocationTakesTheDeviceOutAtOnce() {
    Phone kept = Phone.enrolled(server);
    Phone lost = second(kept);
    lost.uploadPreKeys(1, 2, 0);
    DeviceList without = kept.next(kept.storedList(), kept.entry());

    Answer answer = revoke(kept, lost, without, kept.accountKey);

    assertThat(answer.text("list_version")).isEqualTo("3");
    assertThat(lost.get("/v1/me").problem()).isEqualTo("401 token_revoked");
    assertThat(server.cuts).contains(new ApiServer.Cut(lost.wireAddress(), Cause.DEVICE_REVOKED));
    assertThat(server.forgotten).contains(lost.wireAddress());
    assertThat(server.api.rosters().get(kept.userId()).positionOf(lost.device)).isNegative();
    assertThat(kept.get("/v1/devices").json().path("devices").get(1).path("revoked").asBoolean())
        .isTrue();
    assertThat(server.stores.preKeys().counts(lost.wireAddress()).oneTime()).isZero();
    assertThat(kept.get("/v1/me").status()).isEqualTo(200);
  }

  @Test
  void repeatingARevocationCompletesIt() {
    Phone kept = Phone.enrolled(server);
    Phone lost = second(kept);
    DeviceList without = kept.next(kept.storedList(), kept.entry());
    revoke(kept, lost, without, kept.accountKey);

    assertThat(revoke(kept, lost, without, kept.accountKey).status()).isEqualTo(200);
  }

  @Test
  void onlyTheAccountKeyRevokes() {
    Phone kept = Phone.enrolled(server);
    Phone lost = second(kept);
    DeviceList without = kept.next(kept.storedList(), kept.entry());

    assertThat(revoke(kept, lost, without, kept.signingKey).problem())
        .isEqualTo("401 signature_invalid");
    assertThat(lost.get("/v1/me").status()).isEqualTo(200);
  }

  @Test
  void aRevocationMustLeaveTheDeviceOut() {
    Phone kept = Phone.enrolled(server);
    Phone lost = second(kept);
    DeviceList with = kept.next(kept.storedList(), kept.entry(), lost.entry());

    assertThat(revoke(kept, lost, with, kept.accountKey).problem()).isEqualTo("422 list_mismatch");
  }

  @Test
  void devicesOfOthersAreUnknown() {
    Phone kept = Phone.enrolled(server);
    DeviceList next = kept.next(kept.storedList(), kept.entry());
    Map<String, Object> body = Map.of("list", Phone.b64(next.encode()));

    Answer answer =
        kept.signed(kept.accountKey, kept.accessToken, "DELETE", "/v1/devices/4711", body);

    assertThat(answer.problem()).isEqualTo("404 unknown_device");
  }

  @Test
  void aListThatDropsADeviceCutsIt() {
    Phone kept = Phone.enrolled(server);
    Phone dropped = second(kept);

    Answer answer = putList(kept, kept.next(kept.storedList(), kept.entry()), null);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(dropped.get("/v1/me").problem()).isEqualTo("401 token_revoked");
    assertThat(server.cuts)
        .contains(new ApiServer.Cut(dropped.wireAddress(), Cause.DEVICE_REVOKED));
  }

  @Test
  void aNewAccountKeyNeedsARollover() {
    Phone phone = Phone.enrolled(server);
    DeviceList before = phone.storedList();
    Ed25519KeyPair newKey = server.e1.sodium().signingKeyPair();
    DeviceList next = before.next(server.e1, newKey, server.clock.millis(), List.of(phone.entry()));
    AccountKeyRollover rollover =
        AccountKeyRollover.issue(server.e1, phone.accountKey, newKey.publicKey(), before);

    assertThat(putList(phone, next, null).problem()).isEqualTo("422 key_rejected");
    assertThat(putList(phone, next, rollover).status()).isEqualTo(200);
    assertThat(phone.get("/v1/users/" + phone.name).text("rollover"))
        .isEqualTo(Phone.b64(rollover.encode()));
  }

  @Test
  void listsAreFoundByNameIdAndVersion() {
    Phone asker = Phone.enrolled(server);
    Phone phone = Phone.enrolled(server);
    DeviceList one = phone.storedList();
    DeviceList two = phone.next(one, phone.entry());
    putList(phone, two, null);
    String byId = "/v1/users/by-id/" + phone.user + "/list";

    assertThat(asker.get("/v1/users/" + phone.name).text("user_id"))
        .isEqualTo(phone.user.toString());
    assertThat(asker.get(byId).text("list")).isEqualTo(Phone.b64(two.encode()));
    assertThat(asker.get(byId + "?version=1").text("list")).isEqualTo(Phone.b64(one.encode()));
    assertThat(asker.get(byId + "?version=7").problem()).isEqualTo("404 unknown_list");
    assertThat(asker.get(byId + "?version=x").problem()).isEqualTo("400 parameter_invalid");
    assertThat(asker.get("/v1/users/nobody-at-all").problem()).isEqualTo("404 unknown_user");
    assertThat(asker.get("/v1/users/by-id/x/list").problem()).isEqualTo("400 parameter_invalid");
  }

  @Test
  void namesCannotBeTriedOutAtWill() {
    Phone asker = Phone.enrolled(server);
    for (int i = 0; i < 60; i++) {
      asker.get("/v1/users/guess-" + i);
    }

    assertThat(asker.get("/v1/users/guess-60").problem()).isEqualTo("429 rate_limited");
  }

  @Test
  void receiptsAreForParticipants() {
    Phone asker = Phone.enrolled(server);
    String unknown = asker.get("/v1/conversations/" + UUID.randomUUID() + "/receipts").problem();
    Phone one = Phone.enrolled(server);
    UUID conversation = UUID.randomUUID();
    server
        .stores
        .conversations()
        .createDirect(ConversationId.of(conversation), one.userId(), one.userId());

    assertThat(unknown).isEqualTo("404 unknown_conversation");
    assertThat(asker.get("/v1/conversations/" + conversation + "/receipts").problem())
        .isEqualTo(unknown);
    assertThat(one.get("/v1/conversations/" + conversation + "/receipts").body())
        .isEqualTo("{\"receipts\":[]}");
  }

  private static Phone second(Phone first) {
    Phone second = first.another();
    DeviceList list = first.next(first.storedList(), first.entry(), second.entry());
    Phone.expect(201, second.enrol(list));
    return second;
  }

  private static Answer revoke(Phone by, Phone target, DeviceList list, Ed25519KeyPair signer) {
    return by.signed(
        signer,
        by.accessToken,
        "DELETE",
        "/v1/devices/" + target.device,
        Map.of("list", Phone.b64(list.encode())));
  }

  private static Answer putList(
      Phone phone, DeviceList list, @Nullable AccountKeyRollover rollover) {
    Map<String, Object> body = new HashMap<>();
    body.put("list", Phone.b64(list.encode()));
    if (rollover != null) {
      body.put("rollover", Phone.b64(rollover.encode()));
    }
    return phone.signed(phone.accountKey, phone.accessToken, "PUT", "/v1/list", body);
  }
}
