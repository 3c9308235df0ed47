package dev.letterlock.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.server.api.HttpDriver.Answer;
import dev.letterlock.server.features.links.LinkMailbox;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The mailbox in which two devices of one account meet (docs/E2EE.md §2.10). */
class LinksTest {

  private static ApiServer server;

  private final String path = "/v1/links/" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    server = new ApiServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void carriesWhatTwoDevicesSayToEachOther() {
    Phone first = Phone.enrolled(server);
    Phone second = first.another();

    assertThat(open(second, 162).status()).isEqualTo(204);
    assertThat(first.get(path).text("certificate")).isEqualTo(text(162, 'c'));
    assertThat(first.get(path).json().has("key")).isFalse();
    assertThat(answer(first, "key", text(32, 'k')).status()).isEqualTo(204);
    assertThat(answer(first, "parcel", text(64 << 10, 'p')).status()).isEqualTo(204);

    Answer read = read(second);
    assertThat(read.text("key")).isEqualTo(text(32, 'k'));
    assertThat(read.text("parcel")).isEqualTo(text(64 << 10, 'p'));
  }

  @Test
  void isAnsweredOnce() {
    Phone first = Phone.enrolled(server);
    Phone second = first.another();
    open(second, 162);
    answer(first, "key", text(32, 'k'));

    assertThat(answer(first, "key", text(32, 'k')).status()).isEqualTo(204);
    assertThat(answer(first, "key", text(32, 'x')).problem()).isEqualTo("409 link_taken");
    assertThat(read(second).text("key")).isEqualTo(text(32, 'k'));
  }

  @Test
  void looksTheSameToStrangersAsOneThatDoesNotExist() {
    Phone first = Phone.enrolled(server);
    open(first.another(), 162);
    Phone stranger = Phone.enrolled(server);
    Answer nothing = stranger.get("/v1/links/" + UUID.randomUUID());

    assertThat(nothing.problem()).isEqualTo("404 unknown_link");
    assertThat(stranger.get(path).body()).isEqualTo(nothing.body());
    assertThat(answer(stranger, "key", text(32, 'k')).body()).isEqualTo(nothing.body());
    assertThat(first.get(path).json().has("key")).isFalse();
  }

  @Test
  void endsAfterFiveMinutes() {
    Phone first = Phone.enrolled(server);
    Phone second = first.another();
    open(second, 162);

    server.clock.pass(LinkMailbox.LIFE);

    assertThat(read(second).problem()).isEqualTo("404 unknown_link");
    assertThat(open(second, 162).problem()).isEqualTo("404 unknown_link");
  }

  @Test
  void takesNothingOfAnotherSize() {
    Phone first = Phone.enrolled(server);
    Phone second = first.another();

    assertThat(open(second, 161).problem()).isEqualTo("400 out_of_range");
    open(second, 162);
    assertThat(answer(first, "key", text(33, 'k')).problem()).isEqualTo("400 out_of_range");
    assertThat(answer(first, "parcel", text(39, 'p')).problem()).isEqualTo("400 out_of_range");
    assertThat(answer(first, "parcel", text((64 << 10) + 1, 'p')).problem())
        .isEqualTo("400 out_of_range");
    assertThat(answer(first, "parcel", text(96 << 10, 'p')).status()).isEqualTo(413);
  }

  /** Only a device that has no place yet asks for one, and only one that has a place gives one. */
  @Test
  void tellsTheTwoDevicesApart() {
    Phone first = Phone.enrolled(server);
    Phone second = first.another();

    Answer opened = server.http.send("PUT", path, bearer(first.accessToken), certificate(162));
    open(second, 162);
    Answer answered =
        server.http.send(
            "PUT", path + "/key", bearer(second.enrolmentToken), Map.of("key", text(32, 'k')));

    assertThat(opened.problem()).isEqualTo("401 token_invalid");
    assertThat(answered.problem()).isEqualTo("401 token_invalid");
  }

  private Answer open(Phone phone, int size) {
    return server.http.send("PUT", path, bearer(phone.enrolmentToken), certificate(size));
  }

  private Answer answer(Phone phone, String part, String bytes) {
    return server.http.send(
        "PUT", path + "/" + part, bearer(phone.accessToken), Map.of(part, bytes));
  }

  private Answer read(Phone phone) {
    return server.http.get(path, bearer(phone.enrolmentToken));
  }

  private static Map<String, Object> certificate(int size) {
    return Map.of("certificate", text(size, 'c'));
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  private static String text(int size, char filler) {
    return Phone.b64(String.valueOf(filler).repeat(size).getBytes(StandardCharsets.US_ASCII));
  }
}
