package dev.letterlock.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.server.api.HttpDriver.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EnrolmentTest {

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
  void aFirstDeviceIsEnrolledAndSignedIn() {
    Phone phone = Phone.register(server);
    Answer enrolled = phone.enrol(phone.firstList());

    assertThat(enrolled.status()).isEqualTo(201);
    assertThat(enrolled.text("list_version")).isEqualTo("1");
    assertThat(enrolled.json().path("expires_in").asInt()).isEqualTo(900);
    Answer me = phone.get("/v1/me");
    assertThat(me.text("user_id")).isEqualTo(phone.user.toString());
    assertThat(me.text("name")).isEqualTo(phone.name);
    assertThat(me.json().path("device_id").asLong()).isEqualTo(1);
    assertThat(me.json().path("registration").asLong())
        .isEqualTo(Integer.toUnsignedLong(phone.registration));
    Answer devices = phone.get("/v1/devices");
    assertThat(devices.json().path("devices").get(0).path("certificate").asText())
        .isEqualTo(Phone.b64(phone.cert.encode()));
  }

  @Test
  void repeatingAnEnrolmentCompletesIt() {
    Phone phone = Phone.register(server);
    DeviceList list = phone.firstList();
    Phone.expect(201, phone.enrol(list));

    assertThat(phone.enrol(list).status()).isEqualTo(201);
  }

  @Test
  void aSecondDeviceComesByTheNextList() {
    Phone first = Phone.enrolled(server);
    DeviceList one = first.storedList();
    Phone second = first.another();

    assertThat(second.device).isEqualTo(2);
    assertThat(second.enrol(one).problem()).isEqualTo("422 list_mismatch");
    assertThat(second.enrol(newest(first, second)).status()).isEqualTo(201);
    assertThat(first.get("/v1/me").status()).isEqualTo(200);
    assertThat(server.api.rosters().get(first.userId()).size()).isEqualTo(2);
  }

  /**
   * Whoever has the account key from a recovery file signs the next list without another device.
   */
  @Test
  void whoeverIsAboutToEnrolReadsTheOwnList() {
    Phone first = Phone.enrolled(server);
    Phone second = first.another();

    Answer answer = get(second, "/v1/list");

    assertThat(answer.body()).isEqualTo(first.get("/v1/users/" + first.name).body());
    assertThat(first.get("/v1/list").body()).isEqualTo(answer.body());
    assertThat(get(Phone.register(server), "/v1/list").problem()).isEqualTo("404 unknown_user");
  }

  @Test
  void anEnrolmentTokenReadsNobodyElsesList() {
    Phone first = Phone.enrolled(server);
    Phone stranger = Phone.enrolled(server).another();

    for (Phone asked : List.of(first, stranger)) {
      assertThat(get(stranger, "/v1/users/" + asked.name).problem()).isEqualTo("401 token_invalid");
      assertThat(get(stranger, "/v1/users/by-id/" + asked.user + "/list").problem())
          .isEqualTo("401 token_invalid");
    }
    assertThat(get(stranger, "/v1/list").text("name")).isEqualTo(stranger.name);
    assertThat(server.http.get("/v1/list", Map.of()).problem()).isEqualTo("401 token_missing");
  }

  @Test
  void theOwnListCountsWithTheListsThatAUserReads() {
    Map<String, String> two = Map.of("LIMIT_LIST_READ", "2+1/1h");
    try (ApiServer strict = new ApiServer(ApiServer.Options.DEFAULT, two)) {
      Phone first = Phone.enrolled(strict);
      String own = Phone.b64(first.storedList().encode());
      Map<String, String> enrolling = Phone.bearer(first.another().enrolmentToken);

      assertThat(strict.http.get("/v1/list", enrolling).text("list")).isEqualTo(own);
      assertThat(strict.http.get("/v1/list", enrolling).problem()).isEqualTo("429 rate_limited");
      assertThat(first.get("/v1/users/by-id/" + first.user + "/list").problem())
          .isEqualTo("429 rate_limited");
    }
  }

  private static Answer get(Phone enrolling, String path) {
    return server.http.get(path, Phone.bearer(enrolling.enrolmentToken));
  }

  @Test
  void aListThatIsNotTheNextIsRefused() {
    Phone first = Phone.enrolled(server);
    Phone second = first.another();
    DeviceList again =
        DeviceList.first(
            server.e1,
            first.accountKey,
            first.user,
            server.clock.millis() + 1,
            List.of(first.entry(), second.entry()));

    assertThat(second.enrol(again).problem()).isEqualTo("409 list_conflict");
  }

  @Test
  void aListMustNameTheCertificate() {
    Phone phone = Phone.register(server);
    DeviceCert other = phone.certificate(phone.registration + 2, server.clock.millis());

    assertThat(phone.enrol(other, phone.firstList(), phone.signingKey).problem())
        .isEqualTo("422 list_mismatch");
  }

  @Test
  void onlyTheDeviceOfTheTokenCanBeEnrolled() {
    Phone mine = Phone.register(server);
    Phone other = Phone.register(server);

    Answer answer = mine.enrol(other.cert, other.firstList(), other.signingKey);

    assertThat(answer.problem()).isEqualTo("422 key_rejected");
    assertThat(answer.text("detail")).startsWith("WRONG_OWNER");
  }

  @Test
  void theCertificateMustBeFresh() {
    Phone phone = Phone.register(server);
    for (Duration off : List.of(Duration.ofMinutes(-11), Duration.ofMinutes(11))) {
      DeviceCert stale = phone.certificate(9, server.clock.instant().plus(off).toEpochMilli());

      Answer answer = phone.enrol(stale, phone.firstList(), phone.signingKey);

      assertThat(answer.text("detail")).startsWith("CLOCK_SKEW");
    }
  }

  @Test
  void aTamperedCertificateIsRefused() {
    Phone phone = Phone.register(server);
    byte[] cert = phone.cert.encode();
    cert[25] ^= 1; // the registration, which the signature covers
    Map<String, Object> body =
        Map.of("certificate", Phone.b64(cert), "list", Phone.b64(phone.firstList().encode()));

    Answer answer =
        phone.signed(phone.signingKey, phone.enrolmentToken, "POST", "/v1/devices", body);

    assertThat(answer.problem()).isEqualTo("422 key_rejected");
    assertThat(answer.text("detail")).startsWith("BAD_SIGNATURE");
  }

  @Test
  void keysThatAnotherDeviceHasAreRefused() {
    Phone owner = Phone.enrolled(server);
    Phone thief = Phone.register(server);
    DeviceCert copied =
        DeviceCert.issue(
            server.e1,
            thief.signingKey,
            owner.cert.suite(),
            thief.address(),
            owner.cert.agreementKey(),
            server.clock.millis());
    DeviceList list =
        DeviceList.first(
            server.e1,
            thief.accountKey,
            thief.user,
            server.clock.millis(),
            List.of(DeviceEntry.of(server.e1, copied)));

    assertThat(thief.enrol(copied, list, thief.signingKey).problem()).isEqualTo("409 key_seen");
  }

  @Test
  void theRequestMustBeSignedByTheDevice() {
    Phone phone = Phone.register(server);
    Ed25519KeyPair other = server.e1.sodium().signingKeyPair();
    Map<String, Object> body =
        Map.of(
            "certificate", Phone.b64(phone.cert.encode()),
            "list", Phone.b64(phone.firstList().encode()));

    assertThat(phone.enrol(phone.cert, phone.firstList(), other).problem())
        .isEqualTo("401 signature_invalid");
    assertThat(server.http.post("/v1/devices", Phone.bearer(phone.enrolmentToken), body).problem())
        .isEqualTo("401 signature_missing");
  }

  @Test
  void aNonceIsGoodOnceAndForItsUserOnly() {
    Phone phone = Phone.enrolled(server);
    Phone other = Phone.enrolled(server);
    byte[] body = HttpDriver.bytes(phone.preKeys(1, 1, 0));
    byte[] nonce = phone.nonce(phone.accessToken);
    Map<String, String> headers =
        Phone.with(
            Phone.bearer(phone.accessToken),
            phone.signature(phone.signingKey, nonce, "PUT", "/v1/prekeys", body));
    Map<String, String> foreign =
        Phone.with(
            Phone.bearer(phone.accessToken),
            phone.signature(
                phone.signingKey, other.nonce(other.accessToken), "PUT", "/v1/prekeys", body));

    assertThat(server.http.send("PUT", "/v1/prekeys", headers, body).status()).isEqualTo(204);
    assertThat(server.http.send("PUT", "/v1/prekeys", headers, body).problem())
        .isEqualTo("401 nonce_invalid");
    assertThat(server.http.send("PUT", "/v1/prekeys", foreign, body).problem())
        .isEqualTo("401 nonce_invalid");
  }

  @Test
  void tokensAreGoodForTheirPurposeOnly() {
    Phone phone = Phone.register(server);
    Map<String, String> enrolment = Phone.bearer(phone.enrolmentToken);

    assertThat(server.http.get("/v1/me", enrolment).problem()).isEqualTo("401 token_invalid");
    Phone.expect(201, phone.enrol(phone.firstList()));
    assertThat(phone.post("/v1/devices", Map.of()).problem()).isEqualTo("401 token_invalid");
    assertThat(server.http.get("/v1/me", Map.of()).problem()).isEqualTo("401 token_missing");
    assertThat(server.http.get("/v1/me", Phone.bearer("nonsense")).raw().headers().map())
        .containsEntry("www-authenticate", List.of("Bearer"));
  }

  @Test
  void aLostAccountKeyIsReplacedByPasswordOnly() {
    Phone old = Phone.enrolled(server);
    Phone fresh = old.another();
    Ed25519KeyPair newKey = server.e1.sodium().signingKeyPair();
    DeviceList reset =
        old.storedList().next(server.e1, newKey, server.clock.millis(), List.of(fresh.entry()));

    assertThat(fresh.enrol(reset).status()).isEqualTo(201);
    assertThat(old.get("/v1/me").problem()).isEqualTo("401 token_revoked");
    assertThat(server.cuts).extracting(ApiServer.Cut::device).contains(old.wireAddress());
  }

  private static DeviceList newest(Phone first, Phone second) {
    return first.next(first.storedList(), first.entry(), second.entry());
  }
}
