package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.Directory;
import dev.letterlock.client.api.EnrolledDevice;
import dev.letterlock.client.api.Enrolment;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.PayloadSize;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.OutgoingSend.Entry;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log at its most talkative still tells nobody how to sign in as somebody, and nothing of what
 * passes through; nor do the metrics and the files of the server. Private keys never reach it.
 */
class LogSecrecyIT {
  private static final MessengerListener NOBODY = new MessengerListener() {};
  private static final String JWT_BEGINNING = "eyJ";
  private static final String GREETING = "hello, says the canary in the mine";

  /** Bytes that are looked for: a log might cut the rest off. */
  private static final int TELLING = 12;

  @TempDir Path folder;

  private final List<String> secrets = new ArrayList<>();

  /** A password, what is said, tokens and a private key, which no store may have either. */
  private final List<String> planted = new ArrayList<>(List.of(Profiles.PASSWORD, GREETING));

  @Test
  void namesNoPasswordTokenKeyOrMessageAtTrace() throws Exception {
    try (ServerProcess server = new ServerProcess(folder, "--log-level=trace")) {
      server.start();

      greetBob(server);
      refreshAndUpload(server);
      relay(server);
      String metrics = metrics(server);

      assertThat(server.stop()).isZero();
      assertNowhere(metrics, server.data());
      assertThat(secrets).hasSizeGreaterThan(10);
      assertThat(server.errors())
          .contains("draining")
          .doesNotContainIgnoringCase("argon2")
          .doesNotContain(Profiles.PASSWORD, "Authorization", JWT_BEGINNING)
          .doesNotContain(Files.readString(server.data().resolve("admin-token")).strip())
          .doesNotContain(Files.readString(server.data().resolve("jwt-secret")).strip())
          .doesNotContain(secrets)
          .doesNotContain(planted);
    }
  }

  /** What is public or sealed may be kept, and nothing that signs in or can be read. */
  private void assertNowhere(String metrics, Path data) throws IOException {
    assertThat(planted).hasSizeGreaterThan(5);
    assertThat(metrics).contains("letterlock_accepted_total").doesNotContain(planted);
    List<String> contents = contents(data);
    assertThat(contents).anyMatch(file -> file.contains("carol")).noneMatch(this::hasPlanted);
  }

  private boolean hasPlanted(String file) {
    return planted.stream().anyMatch(file::contains);
  }

  private static List<String> contents(Path data) throws IOException {
    List<String> contents = new ArrayList<>();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.add(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  private static String metrics(ServerProcess server) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.managementUrl().resolve("/metrics")).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private void greetBob(ServerProcess server) {
    try (Messenger bob = Profiles.signUp(server.url(), folder.resolve("bob"), "bob", NOBODY);
        Messenger alice = Profiles.signUp(server.url(), folder.resolve("alice"), "alice", NOBODY)) {
      bob.start();
      alice.start();
      alice.conversationWith("bob").send(GREETING);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> bob.conversationWith("alice").messages().stream().map(Message::text).toList(),
              List.of(GREETING)::equals);
    }
  }

  private void refreshAndUpload(ServerProcess server) {
    Clock clock = Clock.systemUTC();
    try (ApiClient api = new ApiClient(server.url(), People.E1_SUITE)) {
      Enrolment enrolment = new Enrolment(api, People.E1_SUITE, clock);
      Ed25519KeyPair keyPair = People.E1_SUITE.sodium().signingKeyPair();
      try (SecretBytes seed = keyPair.seed()) {
        planted.add(new String(seed.revealCopy(), StandardCharsets.ISO_8859_1));
      }
      EnrolledDevice device =
          enrolment.enrol(enrolment.register("carol", Profiles.PASSWORD), keyPair, null);
      plantToken(device);
      device.tokens().refresh();
      plantToken(device);
      X25519PublicKey key = People.E1_SUITE.sodium().agreementKeyPair().publicKey();
      SignedPreKey signed =
          SignedPreKey.issue(
              People.E1_SUITE,
              device.keys().signingKey(),
              device.keys().cert().address(),
              1,
              clock.millis(),
              key);
      OneTimePreKey oneTime = new OneTimePreKey(2, key);
      new Directory(api, device.tokens())
          .upload(signed, List.of(oneTime), List.of(), device.keys().signingKey());
      byte[] encoded = oneTime.encode();
      keepSecret(Arrays.copyOfRange(encoded, Integer.BYTES, encoded.length));
    }
  }

  private void plantToken(EnrolledDevice device) {
    secrets.add(device.tokens().saved().refreshToken());
    planted.add(device.tokens().saved().refreshToken());
    planted.add(device.tokens().saved().accessToken());
  }

  private void relay(ServerProcess server) throws InterruptedException {
    List<LoadUser> users = People.make(server.managementUrl(), server.adminToken(), 2, 1);
    try (WireClient sender = new WireClient(server.url());
        WireClient reader = new WireClient(server.url())) {
      sender.hello(Pair.device(users.get(0)), Cursor.ZERO);
      sender.next(Welcome.class);
      reader.hello(Pair.device(users.get(1)), Cursor.ZERO);
      reader.next(Welcome.class);
      OutgoingSend send = Messages.numbered(users.get(0), users.get(1), 1);
      Entry entry = send.entries().getFirst();
      OpaqueBytes header = unlikely(PayloadSize.RECORD);
      sender.send(
          Messages.withSlice(
              Messages.withEntries(
                  send,
                  List.of(
                      new Entry(entry.userSlot(), entry.device(), entry.registration(), header))),
              unlikely(PayloadSize.MIN_SLICE)));
      reader.next(Deliver.class);
    }
  }

  private OpaqueBytes unlikely(int size) {
    byte[] bytes = new byte[size];
    new Random().nextBytes(bytes);
    keepSecret(bytes);
    return OpaqueBytes.wrap(bytes);
  }

  /** In every way in which a log might spell it. */
  private void keepSecret(byte[] bytes) {
    byte[] telling = Arrays.copyOf(bytes, TELLING);
    String decimal = Arrays.toString(telling);
    secrets.add(HexFormat.of().formatHex(telling));
    secrets.add(HexFormat.of().withUpperCase().formatHex(telling));
    secrets.add(HexFormat.ofDelimiter(" ").formatHex(telling));
    secrets.add(Base64.getEncoder().encodeToString(telling));
    secrets.add(Base64.getUrlEncoder().encodeToString(telling));
    secrets.add(decimal.substring(1, decimal.length() - 1));
  }
}
