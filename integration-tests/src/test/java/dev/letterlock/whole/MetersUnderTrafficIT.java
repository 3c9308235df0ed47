package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.deploy.Deployed;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.frame.client.KeyCount;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.OutgoingSend.Entry;
import dev.letterlock.protocol.frame.client.Ping;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.KeysLow;
import dev.letterlock.protocol.frame.server.Pong;
import dev.letterlock.protocol.frame.server.PreKeyBundles;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.server.metrics.Meters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the meters of docs/OPERATIONS.md move when there is something to count. */
class MetersUnderTrafficIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  private RunningServer server;
  private LoadUser alice;
  private LoadUser bob;
  private WireClient sender;
  private WireClient reader;

  @BeforeEach
  void connectTwo() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    List<LoadUser> users = server.users(2, 1);
    alice = users.get(0);
    bob = users.get(1);
    sender = connect(alice);
    reader = connect(bob);
  }

  @AfterEach
  void endEverything() {
    sender.close();
    reader.close();
    server.close();
  }

  @Test
  void messagesAreCountedOnTheirWholeWay() throws Exception {
    OutgoingSend first = Messages.numbered(alice, bob, 1);
    Deliver one = relay(first);
    Deliver two = relay(Messages.numbered(alice, bob, 2).withRef(2));
    awaitScrape(now -> assertThat(now.of("letterlock_inbox_waiting_messages")).isEqualTo(2));
    reader.send(new Ack(one.cursor(), 0));
    sender.next(Receipt.class);
    reader.send(
        new ReadReceipt(
            List.of(
                new ReadReceipt.Mark(
                    first.conversation(), one.envelope().sender(), two.envelope().time()))));
    sender.next(Receipt.class);
    sender.send(Messages.withNumber(first, 3).withRef(3));
    sender.next(Failure.class);

    awaitScrape(MetersUnderTrafficIT::assertWholeWay);
  }

  private static void assertWholeWay(Scrape now) {
    assertThat(now.of("letterlock_sessions")).isEqualTo(2);
    assertThat(now.of("letterlock_sessions_opened_total")).isEqualTo(2);
    assertThat(now.of("letterlock_accepted_total")).isEqualTo(2);
    assertThat(now.of("letterlock_delivered_total")).isEqualTo(2);
    assertThat(now.of("letterlock_acked_total")).isEqualTo(1);
    assertThat(now.of("letterlock_inbox_waiting_messages")).isEqualTo(1);
    assertThat(now.of("letterlock_submit_accepted_seconds_count")).isEqualTo(2);
    assertThat(now.of("letterlock_submit_accepted_seconds_sum")).isPositive();
    assertThat(now.of("letterlock_submit_deliver_seconds_count")).isEqualTo(2);
    assertThat(now.of("letterlock_submit_deliver_seconds_sum")).isPositive();
    assertThat(now.of("letterlock_committed_messages_total")).isEqualTo(2);
    assertThat(now.of("letterlock_commits_total")).isGreaterThanOrEqualTo(2);
    assertThat(now.of("letterlock_commit_seconds_total")).isPositive();
    assertThat(now.of("letterlock_commit_slowest_seconds")).isPositive();
    assertThat(now.of("letterlock_rejects_total{at=\"socket\",code=\"conflict\"}")).isEqualTo(1);
    assertFrames(now, "Hello", 2, "Welcome", 2, "Send", 3, "Accepted", 2, "Deliver", 2);
    assertFrames(now, "Ack", 1, "ReadReceipt", 1, "Receipt", 2, "Failure", 1);
  }

  @Test
  void claimsAndQuestionsAreCounted() throws Exception {
    sender.send(new ClaimPreKeys(RequestId.of(UUID.randomUUID()), bob.id(), List.of()));
    sender.next(PreKeyBundles.class);
    sender.send(new KeyCount());
    sender.next(KeysLow.class);
    sender.send(new Ping(1));
    sender.next(Pong.class);

    awaitScrape(MetersUnderTrafficIT::assertClaimsAndQuestions);
  }

  private static void assertClaimsAndQuestions(Scrape now) {
    assertThat(now.of("letterlock_pre_keys_claimed_total{kind=\"signed\"}")).isEqualTo(1);
    assertThat(now.of("letterlock_pre_keys_claimed_total{kind=\"one_time\"}")).isEqualTo(1);
    assertThat(now.of("letterlock_mongo_seconds_count{command=\"find\",outcome=\"ok\"}"))
        .isPositive();
    assertThat(now.of("letterlock_mongo_seconds_sum{command=\"findAndModify\",outcome=\"ok\"}"))
        .isPositive();
    assertThat(now.of("letterlock_rosters")).isPositive();
    assertFrames(now, "ClaimPreKeys", 1, "PreKeyBundles", 1, "KeyCount", 1, "KeysLow", 1);
    assertFrames(now, "Ping", 1, "Pong", 1);
  }

  @Test
  void whateverTheSocketRefusesIsCountedByItsCode() throws Exception {
    Cursor sent = relay(Messages.numbered(alice, bob, 1)).cursor();
    Entry known = Messages.entry(bob.devices().getFirst());
    Entry stale =
        new Entry(known.userSlot(), known.device(), known.registration() + 1, known.header());
    sender.send(Messages.withEntries(Messages.numbered(alice, bob, 2).withRef(2), List.of(stale)));
    sender.next(RosterMismatch.class);

    sender.sendText("hello");
    reader.send(new Ack(new Cursor(sent.epoch(), sent.seq() + 1), 0));

    awaitCount("letterlock_rejects_total{at=\"socket\",code=\"roster_mismatch\"}");
    awaitCount("letterlock_rejects_total{at=\"socket\",code=\"text_not_supported\"}");
    awaitCount("letterlock_rejects_total{at=\"socket\",code=\"ack_beyond\"}");
    awaitCount("letterlock_sessions_closed_total{reason=\"text_not_supported\"}");
    awaitCount("letterlock_sessions_closed_total{reason=\"ack_beyond\"}");
    assertThat(scrape().of("letterlock_sessions_closed_total{reason=\"client\"}")).isZero();
  }

  @Test
  void whatNoEndpointAnswersIsCountedByItsCode() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String path : List.of("/v1/nothing", "/v1/login", "/v1/ws")) {
        http.send(
            HttpRequest.newBuilder(server.url().resolve(path)).build(),
            HttpResponse.BodyHandlers.discarding());
      }
    }

    awaitCount("letterlock_rejects_total{at=\"http\",code=\"not_found\"}");
    awaitCount("letterlock_rejects_total{at=\"http\",code=\"method_not_allowed\"}");
    awaitScrape(now ->
        assertThat(now.series().keySet())
            .anyMatch(
                name -> name.startsWith("letterlock_rejects_total{at=\"http\",code=\"upgrade_")));
  }

  @Test
  void theStateOfTheServerIsShown() throws Exception {
    Scrape now = scrape();

    assertThat(now.series().keySet())
        .anyMatch(name -> name.startsWith("letterlock_transport{"))
        .contains("letterlock_durability{mode=\"sync\"}", "letterlock_event_loop_lag_seconds");
    await("a job that was done")
        .atMost(PATIENCE)
        .until(() -> scrape().of("letterlock_jobs{state=\"succeeded\"}") > 0);
    reader.close();
    awaitCount("letterlock_sessions_closed_total{reason=\"client\"}");
    awaitCount("letterlock_sessions");
  }

  /** A gauge that nobody binds would be missing here. */
  @Test
  void everyMeterOfTheTableStandsInTheScrape() throws Exception {
    for (int i = 0; i < 3; i++) {
      sender.send(new ClaimPreKeys(RequestId.of(UUID.randomUUID()), bob.id(), List.of()));
      sender.next(PreKeyBundles.class);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      http.send(
          HttpRequest.newBuilder(server.url().resolve("/v1/login"))
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"name\":\"nobody\",\"password\":\"correct horse\"}"))
              .build(),
          HttpResponse.BodyHandlers.discarding());
    }
    reader.close();
    awaitCount("letterlock_sessions_closed_total{reason=\"client\"}");

    awaitScrape(MetersUnderTrafficIT::assertAskedFor);
    awaitScrape(MetersUnderTrafficIT::assertEveryMeter);
  }

  /** By the alerts and dashboards of deploy/. */
  private static void assertAskedFor(Scrape now) {
    assertThat(now.series().keySet().stream().map(name -> name.replaceFirst("\\{.*", "")))
        .containsAll(askedFor());
  }

  private static Set<String> askedFor() {
    try {
      return Deployed.metrics();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertEveryMeter(Scrape now) {
    Set<String> series = now.series().keySet();
    for (Meters meter : Meters.values()) {
      Pattern sample = sample(meter);
      assertThat(series).as(meter.exposedName()).anyMatch(name -> sample.matcher(name).matches());
    }
  }

  /** The meter's own name, or the count of one that has a sum, with all of its labels. */
  private static Pattern sample(Meters meter) {
    String labels =
        meter.labels().stream()
            .map(label -> "(?=.*[{,]" + label + "=\"[^\"]+\")")
            .collect(Collectors.joining());
    return Pattern.compile(meter.exposedName() + "(_count)?" + labels + "(\\{.*})?");
  }

  /** What was answered may be counted a moment later; what was counted too often stays so. */
  private void awaitScrape(Consumer<Scrape> assertions) {
    await().atMost(PATIENCE).untilAsserted(() -> assertions.accept(scrape()));
  }

  private void awaitCount(String series) {
    await(series).atMost(PATIENCE).until(() -> scrape().of(series) == 1);
  }

  private Deliver relay(OutgoingSend send) throws InterruptedException {
    sender.send(send);
    sender.next(Accepted.class);
    return reader.next(Deliver.class);
  }

  private WireClient connect(LoadUser user) throws InterruptedException {
    WireClient client = new WireClient(server.url());
    client.hello(user.devices().getFirst(), Cursor.ZERO);
    client.next(Welcome.class);
    return client;
  }

  private Scrape scrape() throws Exception {
    return Scrape.of(server.managementUrl().resolve("/metrics"));
  }

  /** Pairs of a frame's name and how often it came or went. */
  private static void assertFrames(Scrape now, Object... expected) {
    for (int i = 0; i < expected.length; i += 2) {
      assertThat(now.of("letterlock_frames_total{type=\"%s\"}".formatted(expected[i])))
          .as("%s frames", expected[i])
          .isEqualTo(((Integer) expected[i + 1]).doubleValue());
    }
  }
}
