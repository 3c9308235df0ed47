package dev.letterlock.server.api;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.KemKeyPair;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.RequestSignature;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.api.HttpDriver.Answer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A client device of the tests: real keys, real requests. */
final class Phone {

  static final String PASSWORD = "correct horse battery";

  private static final AtomicInteger NAMES = new AtomicInteger();

  final ApiServer server;
  final E1 e1;
  final String name;
  final UUID user;
  final int device;
  final int registration;
  final Ed25519KeyPair accountKey;
  final Ed25519KeyPair signingKey;
  final DeviceCert cert;
  String enrolmentToken;
  String accessToken = "";
  String refreshToken = "";

  private Phone(ApiServer server, String name, Answer enrolment, Ed25519KeyPair accountKey) {
    this.server = server;
    this.e1 = server.e1;
    this.name = name;
    this.user = UUID.fromString(enrolment.text("user_id"));
    this.device = enrolment.json().path("device_id").asInt();
    this.registration = (int) System.nanoTime() | 1;
    this.accountKey = accountKey;
    this.signingKey = e1.sodium().signingKeyPair();
    this.cert = certificate(registration, server.clock.millis());
    this.enrolmentToken = enrolment.text("enrolment_token");
  }

  /** A new account whose first device is not yet enrolled. */
  static Phone register(ApiServer server) {
    String name = "user-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
    Answer answer =
        server.http.post("/v1/register", Map.of(), Map.of("name", name, "password", PASSWORD));
    return new Phone(server, name, expect(201, answer), server.e1.sodium().signingKeyPair());
  }

  /** A new account with its first device enrolled. */
  static Phone enrolled(ApiServer server) {
    Phone phone = register(server);
    expect(201, phone.enrol(phone.firstList()));
    return phone;
  }

  /** Another device of the same account, not yet enrolled; it shares the account key. */
  Phone another() {
    Answer answer =
        server.http.post("/v1/login", Map.of(), Map.of("name", name, "password", PASSWORD));
    return new Phone(server, name, expect(200, answer), accountKey);
  }

  static Answer expect(int status, Answer answer) {
    if (answer.status() != status) {
      throw new AssertionError(answer.status() + " " + answer.body());
    }
    return answer;
  }

  UserId userId() {
    return UserId.of(user);
  }

  dev.letterlock.protocol.id.DeviceAddress wireAddress() {
    return new dev.letterlock.protocol.id.DeviceAddress(userId(), device);
  }

  DeviceAddress address() {
    return new DeviceAddress(user, device, registration);
  }

  DeviceCert certificate(int reg, long created) {
    return DeviceCert.issue(
        e1,
        signingKey,
        CipherSuite.HYBRID,
        new DeviceAddress(user, device, reg),
        e1.sodium().agreementKeyPair().publicKey(),
        created);
  }

  DeviceEntry entry() {
    return DeviceEntry.of(e1, cert);
  }

  DeviceList firstList() {
    return DeviceList.first(e1, accountKey, user, server.clock.millis(), List.of(entry()));
  }

  /** The newest list that the server has. */
  DeviceList storedList() {
    Answer answer = expect(200, get("/v1/users/by-id/" + user + "/list"));
    return DeviceList.parse(Base64.getUrlDecoder().decode(answer.text("list")));
  }

  DeviceList next(DeviceList before, DeviceEntry... entries) {
    return before.next(e1, accountKey, server.clock.millis(), List.of(entries));
  }

  /** Enrols with this list, and keeps the tokens if that worked. */
  Answer enrol(DeviceList list) {
    return enrol(cert, list, signingKey);
  }

  Answer enrol(DeviceCert certificate, DeviceList list, Ed25519KeyPair signer) {
    Map<String, Object> body =
        Map.of("certificate", b64(certificate.encode()), "list", b64(list.encode()));
    Answer answer = signed(signer, enrolmentToken, "POST", "/v1/devices", body);
    if (answer.status() == 201) {
      accessToken = answer.text("access_token");
      refreshToken = answer.text("refresh_token");
    }
    return answer;
  }

  Answer get(String path) {
    return server.http.get(path, bearer(accessToken));
  }

  Answer post(String path, @Nullable Object body) {
    return server.http.send("POST", path, bearer(accessToken), body);
  }

  /** A request signed by this device's DSK. */
  Answer signed(String method, String path, Object body) {
    return signed(signingKey, accessToken, method, path, body);
  }

  Answer signed(Ed25519KeyPair key, String token, String method, String path, Object body) {
    byte[] bytes = HttpDriver.bytes(body);
    return server.http.send(
        method, path, with(bearer(token), signature(key, token, method, path, bytes)), bytes);
  }

  Map<String, String> signature(
      Ed25519KeyPair key, String token, String method, String path, byte[] body) {
    return signature(key, nonce(token), method, path, body);
  }

  Map<String, String> signature(
      Ed25519KeyPair key, byte[] nonce, String method, String path, byte[] body) {
    byte[] sig = new RequestSignature(e1).sign(key, nonce, method, path, body).toByteArray();
    return Map.of("Letterlock-Signature", "nonce=" + b64(nonce) + ", sig=" + b64(sig));
  }

  byte[] nonce(String token) {
    Answer answer = expect(200, server.http.send("POST", "/v1/nonces", bearer(token), null));
    return Base64.getUrlDecoder().decode(answer.text("nonce"));
  }

  SignedPreKey signedPreKey(int id) {
    return SignedPreKey.issue(
        e1,
        signingKey,
        address(),
        id,
        server.clock.millis(),
        e1.sodium().agreementKeyPair().publicKey());
  }

  KemPreKey kemPreKey(int id, KemPreKey.Kind kind) {
    try (KemKeyPair pair = KemKeyPair.generate()) {
      return KemPreKey.issue(
          e1, signingKey, address(), id, kind, server.clock.millis(), pair.publicKey());
    }
  }

  OneTimePreKey oneTimePreKey(int id) {
    return new OneTimePreKey(id, e1.sodium().agreementKeyPair().publicKey());
  }

  /** Fresh keys in the form of an upload: one signed, and so many one-time ones of both kinds. */
  Map<String, Object> preKeys(int firstId, int oneTime, int kem) {
    Map<String, Object> upload = new LinkedHashMap<>();
    upload.put("signed", b64(signedPreKey(firstId).encode()));
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < oneTime; i++) {
      keys.add(b64(oneTimePreKey(firstId + i).encode()));
    }
    upload.put("one_time", keys);
    List<String> kemKeys = new ArrayList<>();
    for (int i = 0; i < kem; i++) {
      kemKeys.add(b64(kemPreKey(firstId + i, KemPreKey.Kind.ONE_TIME).encode()));
    }
    upload.put("kem", kemKeys);
    return upload;
  }

  Answer uploadPreKeys(int firstId, int oneTime, int kem) {
    return signed("PUT", "/v1/prekeys", preKeys(firstId, oneTime, kem));
  }

  Answer claim(Phone target, UUID request) {
    return post(
        "/v1/users/by-id/" + target.user + "/prekeys/claim",
        Map.of("request_id", request.toString(), "devices", List.of(target.device)));
  }

  static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(some);
    all.putAll(more);
    return all;
  }

  static String b64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
