package dev.letterlock.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.server.api.HttpDriver.Answer;
import dev.letterlock.server.auth.SessionRevocations.Cause;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {

  /** Within this the first use of an access token has been noted. */
  private static final Duration NOTING = Duration.ofSeconds(2);

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
  void anUnknownUserAndAWrongPasswordGetTheSameAnswer() {
    Phone phone = Phone.register(server);

    Answer wrong = logIn(phone.name, "not the password");
    Answer unknown = logIn(phone.name + "-nobody", "not the password");
    Answer impossible = logIn("no such name!", "not the password");

    assertThat(wrong.problem()).isEqualTo("401 wrong_credentials");
    assertThat(unknown.body()).isEqualTo(wrong.body());
    assertThat(impossible.body()).isEqualTo(wrong.body());
  }

  @Test
  void everyLoginHashesOnce() {
    Phone phone = Phone.register(server);
    double before = hashes();

    logIn(phone.name, "not the password");
    logIn(phone.name + "-nobody", "not the password");

    assertThat(hashes() - before).isEqualTo(2);
  }

  @Test
  void aNameIsTakenOnceWhateverItsCase() {
    Phone phone = Phone.enrolled(server);

    assertThat(register(phone.name, Phone.PASSWORD).problem()).isEqualTo("409 name_taken");
    assertThat(register(phone.name.toUpperCase(Locale.ROOT), Phone.PASSWORD).problem())
        .isEqualTo("409 name_taken");
    assertThat(logIn(phone.name.toUpperCase(Locale.ROOT), Phone.PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void registeringAgainIsAnsweredAlikeUntilThereIsADevice() {
    Phone phone = Phone.register(server);

    Answer stranger = register(phone.name, "not the password");
    Answer again = register(phone.name, Phone.PASSWORD);

    assertThat(stranger.problem()).isEqualTo("409 name_taken");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.text("user_id")).isEqualTo(phone.user.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "-a", "ä", "../x", "a/b", "a\u0000"})
  void oddNamesAreRefused(String name) {
    assertThat(register(name, Phone.PASSWORD).problem()).isEqualTo("400 name_invalid");
  }

  @Test
  void passwordsHaveALeastAndAMostLength() {
    assertThat(register("short-one", "1234567").problem()).isEqualTo("400 password_invalid");
    assertThat(register("long-one", "x".repeat(513)).problem()).isEqualTo("400 password_invalid");
  }

  @Test
  void aStoredHashIsRenewedWhenItsCostChanged() {
    Phone phone = Phone.register(server);
    String cheaper =
        server.e1.sodium().passwordHash(Phone.PASSWORD.getBytes(UTF_8), new PasswordCost(8192, 1));
    server.stores.users().setPasswordHash(phone.userId(), cheaper);

    assertThat(logIn(phone.name, Phone.PASSWORD).status()).isEqualTo(200);

    assertThat(server.stores.users().byId(phone.userId()).orElseThrow().passwordHash())
        .startsWith("$argon2id$v=19$m=64,");
  }

  /** Else a second device would wait for ever to be admitted by a first one that never was. */
  @Test
  void aLoginTellsWhetherTheAccountHasADevice() {
    Phone unenrolled = Phone.register(server);
    Phone enrolled = Phone.enrolled(server);

    Answer before = logIn(unenrolled.name, Phone.PASSWORD);
    Answer after = logIn(enrolled.name, Phone.PASSWORD);

    assertThat(before.json().path("first_device").booleanValue()).isTrue();
    assertThat(after.json().path("first_device").isBoolean()).isTrue();
    assertThat(after.json().path("first_device").booleanValue()).isFalse();
  }

  @Test
  void everyLoginGetsADeviceIdOfItsOwn() {
    Phone phone = Phone.register(server);

    assertThat(logIn(phone.name, Phone.PASSWORD).json().path("device_id").asInt()).isEqualTo(2);
    assertThat(logIn(phone.name, Phone.PASSWORD).json().path("device_id").asInt()).isEqualTo(3);
  }

  @Test
  void loginsUnderOneNameAreLimitedRightOrWrong() {
    Phone phone = Phone.register(server);
    for (int i = 0; i < 10; i++) {
      assertThat(logIn(phone.name, "guess " + i).status()).isEqualTo(401);
    }

    Answer refused = logIn(phone.name, Phone.PASSWORD);

    assertThat(refused.problem()).isEqualTo("429 rate_limited");
    assertThat(refused.raw().headers().firstValueAsLong("retry-after").orElse(0))
        .isBetween(1L, 60L);
  }

  @Test
  void aRefreshTokenIsGoodOnceAndItsReuseEndsTheLogin() {
    Phone phone = Phone.enrolled(server);
    Answer second = refresh(phone.refreshToken);
    Answer third = refresh(second.text("refresh_token"));
    assertThat(third.status()).isEqualTo(200);

    assertThat(refresh(phone.refreshToken).problem()).isEqualTo("401 token_reused");

    assertThat(refresh(third.text("refresh_token")).problem()).isEqualTo("401 token_revoked");
    assertThat(server.http.get("/v1/me", Phone.bearer(third.text("access_token"))).problem())
        .isEqualTo("401 token_revoked");
    assertThat(server.cuts).contains(new ApiServer.Cut(phone.wireAddress(), Cause.TOKEN_REVOKED));
  }

  @Test
  void aRefreshWhoseAnswerGotLostIsAnsweredAgain() {
    Phone phone = Phone.enrolled(server);
    Answer lost = refresh(phone.refreshToken);

    Answer again = refresh(phone.refreshToken);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("refresh_token")).isNotEqualTo(lost.text("refresh_token"));
    assertThat(server.http.get("/v1/me", Phone.bearer(again.text("access_token"))).status())
        .isEqualTo(200);
    assertThat(server.cuts)
        .doesNotContain(new ApiServer.Cut(phone.wireAddress(), Cause.TOKEN_REVOKED));
    assertThat(refresh(lost.text("refresh_token")).problem()).isEqualTo("401 token_reused");
    assertThat(refresh(again.text("refresh_token")).problem()).isEqualTo("401 token_revoked");
  }

  /** A laptop that was shut between sending and hearing, and opened weeks later. */
  @Test
  void aRefreshIsAnsweredAgainUntilItsTokenExpires() {
    try (ApiServer own = new ApiServer()) {
      Phone phone = Phone.enrolled(own);
      refresh(own, phone.refreshToken);
      own.clock.pass(Duration.ofDays(29));

      assertThat(refresh(own, phone.refreshToken).status()).isEqualTo(200);

      own.clock.pass(Duration.ofDays(2));
      assertThat(refresh(own, phone.refreshToken).problem()).isEqualTo("401 token_revoked");
    }
  }

  @Test
  void aRefreshIsAnsweredNoMoreOnceItsAccessTokenWasPresented() {
    Phone phone = Phone.enrolled(server);
    Answer next = refresh(phone.refreshToken);
    assertThat(me(server, next).status()).isEqualTo(200);

    await().pollDelay(NOTING).until(() -> true);

    assertThat(refresh(phone.refreshToken).problem()).isEqualTo("401 token_reused");
    assertThat(me(server, next).problem()).isEqualTo("401 token_revoked");
  }

  /** Whoever got that answer is another one than who asked again. */
  @Test
  void theAccessTokenOfAReplacedAnswerEndsTheLogin() {
    Phone phone = Phone.enrolled(server);
    Answer stolen = refresh(phone.refreshToken);
    Answer again = refresh(phone.refreshToken);

    me(server, stolen);

    await().until(() -> me(server, again).problem().equals("401 token_revoked"));
    assertThat(refresh(again.text("refresh_token")).problem()).isEqualTo("401 token_revoked");
    assertThat(server.cuts).contains(new ApiServer.Cut(phone.wireAddress(), Cause.TOKEN_REVOKED));
  }

  @Test
  void anyServerAnswersARefreshAgainUntilAnySawItUsed() {
    try (ApiServer other = new ApiServer()) {
      Phone phone = Phone.enrolled(server);
      refresh(phone.refreshToken);

      Answer again = refresh(other, phone.refreshToken);

      assertThat(me(other, again).status()).isEqualTo(200);
      await().pollDelay(NOTING).until(() -> true);
      assertThat(refresh(phone.refreshToken).problem()).isEqualTo("401 token_reused");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%%%"})
  void madeUpRefreshTokensAreRefused(String token) {
    assertThat(refresh(token).problem()).isEqualTo("401 token_invalid");
  }

  @Test
  void logoutEndsTokensAndSocketsAtOnce() {
    Phone phone = Phone.enrolled(server);

    assertThat(phone.post("/v1/logout", null).status()).isEqualTo(204);

    assertThat(phone.get("/v1/me").problem()).isEqualTo("401 token_revoked");
    assertThat(refresh(phone.refreshToken).problem()).isEqualTo("401 token_revoked");
    assertThat(server.cuts).contains(new ApiServer.Cut(phone.wireAddress(), Cause.TOKEN_REVOKED));
  }

  @Test
  void aDeviceThatLostItsTokensSignsInWithPasswordAndKey() {
    Phone phone = Phone.enrolled(server);
    String byPassword = logIn(phone.name, Phone.PASSWORD).text("enrolment_token");
    Map<String, Object> body =
        Map.of("name", phone.name, "password", Phone.PASSWORD, "device_id", phone.device);
    byte[] bytes = HttpDriver.bytes(body);

    Answer unsigned = server.http.post("/v1/login", Map.of(), body);
    Answer byThief =
        server.http.post(
            "/v1/login",
            phone.signature(phone.accountKey, byPassword, "POST", "/v1/login", bytes),
            bytes);
    Answer byDevice =
        server.http.post(
            "/v1/login",
            phone.signature(phone.signingKey, byPassword, "POST", "/v1/login", bytes),
            bytes);

    assertThat(unsigned.problem()).isEqualTo("401 signature_missing");
    assertThat(byThief.problem()).isEqualTo("401 signature_invalid");
    assertThat(byDevice.status()).isEqualTo(200);
    assertThat(server.http.get("/v1/me", Phone.bearer(byDevice.text("access_token"))).status())
        .isEqualTo(200);
    assertThat(phone.get("/v1/me").problem()).isEqualTo("401 token_revoked");
  }

  @Test
  void anAccessTokenExpires() {
    try (ApiServer own = new ApiServer()) {
      Phone phone = Phone.enrolled(own);
      own.clock.pass(Duration.ofMinutes(16));

      assertThat(phone.get("/v1/me").problem()).isEqualTo("401 token_expired");
    }
  }

  @Test
  void aClosedServerRegistersNobody() {
    try (ApiServer closed = new ApiServer(new ApiServer.Options(false, true, false))) {
      Answer answer =
          closed.http.post("/v1/register", Map.of(), Map.of("name", "x", "password", "12345678"));

      assertThat(answer.problem()).isEqualTo("403 registration_closed");
    }
  }

  @Test
  void limitsOfAddressesHoldForLoopbackOnlyWhenAskedFor() {
    try (ApiServer strict = new ApiServer(new ApiServer.Options(true, true, true))) {
      for (int i = 0; i < 20; i++) {
        strict.http.post("/v1/register", Map.of(), Map.of("name", "!", "password", "12345678"));
      }

      assertThat(
              strict
                  .http
                  .post("/v1/register", Map.of(), Map.of("name", "!", "password", "12345678"))
                  .problem())
          .isEqualTo("429 rate_limited");
    }
  }

  @Test
  void saysWhenTooManyPasswordsWait() {
    try (ApiServer own = new ApiServer()) {
      Map<String, String> body = Map.of("name", "busy", "password", Phone.PASSWORD);
      own.api.stopHashing();

      assertThat(own.http.post("/v1/login", Map.of(), body).problem()).isEqualTo("503 busy");
      assertThat(own.http.post("/v1/register", Map.of(), body).problem()).isEqualTo("503 busy");
    }
  }

  private static Answer register(String name, String password) {
    return server.http.post("/v1/register", Map.of(), Map.of("name", name, "password", password));
  }

  private static Answer logIn(String name, String password) {
    return server.http.post("/v1/login", Map.of(), Map.of("name", name, "password", password));
  }

  private static Answer me(ApiServer at, Answer tokens) {
    return at.http.get("/v1/me", Phone.bearer(tokens.text("access_token")));
  }

  private static Answer refresh(String token) {
    return refresh(server, token);
  }

  private static Answer refresh(ApiServer at, String token) {
    return at.http.post("/v1/refresh", Map.of(), Map.of("refresh_token", token));
  }

  private static double hashes() {
    return server
        .management
        .get("/metrics", Map.of())
        .body()
        .lines()
        .filter(line -> line.startsWith("letterlock_password_seconds_count"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
