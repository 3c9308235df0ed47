package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.CheapRecovery;
import dev.letterlock.client.messenger.DeviceRequest;
import dev.letterlock.client.messenger.KnownDevice;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.MessengerSettings;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bob has written a recovery file on his phone, his first device, and makes a tablet by it, to
 * which the server lies when it is told to. Alice has compared his safety number.
 */
abstract class RecoveryCase {
  static final Duration PATIENCE = Duration.ofSeconds(40);
  static final MessengerListener NOBODY = new MessengerListener() {};
  private static final Map<String, String> OFTEN =
      Map.of("LIMIT_LOGIN_AS", "off", "LIMIT_NONCE", "off", "LIMIT_KEY_CHANGE", "off");
  static final SecretBytes SECRET = secret("on a slip of paper");

  @TempDir Path folder;
  final Ear alicesEar = new Ear();
  final Ear phonesEar = new Ear();
  private final List<Messenger> opened = new ArrayList<>();
  RunningServer server;
  Meddler meddler;
  Messenger alice;
  Messenger phone;
  Path file;

  @BeforeEach
  void begin() throws Exception {
    server = new RunningServer(folder.resolve("data"), OFTEN);
    meddler = new Meddler(server.url());
    alice = started(Profiles.signUp(server.url(), folder.resolve("alice"), "alice", alicesEar));
    phone = started(Profiles.signUp(server.url(), folder.resolve("phone"), "bob", phonesEar));
    alice.markVerified("bob", alice.safetyNumber("bob"));
    file = folder.resolve("bob.recovery");
    CheapRecovery.write(phone, file, SECRET);
  }

  @AfterEach
  void end() throws Exception {
    opened.forEach(Messenger::close);
    meddler.close();
    server.close();
  }

  final Messenger started(Messenger messenger) {
    opened.add(messenger);
    messenger.start();
    return messenger;
  }

  /** What the tablet asks with, through the meddler. */
  final DeviceRequest request() {
    return Messenger.requestDevice(tablet(), "bob", Profiles.PASSWORD);
  }

  final MessengerSettings tablet() {
    return Profiles.settings(meddler.url(), folder.resolve("tablet"));
  }

  /** The tablet, by the recovery file, opened and started. */
  final Messenger recovered() {
    return recovered(NOBODY);
  }

  final Messenger recovered(MessengerListener ear) {
    try (DeviceRequest request = request()) {
      request.completeWithRecovery(file, SECRET);
    }
    return started(Messenger.open(tablet(), ear));
  }

  /** Bob writes, which tells Alice of his list, and she answers; nobody was warned. */
  final void talk(Messenger bob, String text) {
    bob.conversationWith("alice").send(text + " from bob");
    awaitText(alice, "bob", text + " from bob");
    alice.conversationWith("bob").send(text + " from alice");
    awaitText(bob, "alice", text + " from alice");
    nobodyWasWarned();
  }

  private static void awaitText(Messenger reader, String peer, String text) {
    await(text).atMost(PATIENCE).until(() -> Chats.texts(reader, peer).contains(text));
  }

  final void nobodyWasWarned() {
    for (Ear ear : List.of(alicesEar, phonesEar)) {
      for (Kind kind : List.of(Kind.KEY_CHANGED, Kind.AWAITS_WORD, Kind.ALARM)) {
        assertThat(ear.told(kind)).as(kind.toString()).isEmpty();
      }
    }
  }

  /** The number of the only device of Bob's that the phone knows besides itself. */
  static int numberOfOther(Messenger device) {
    return device.devices("bob").stream()
        .filter(known -> !known.thisOne())
        .map(KnownDevice::number)
        .reduce((one, other) -> {
          throw new AssertionError("two others: " + one + ", " + other);
        })
        .orElseThrow();
  }

  static SecretBytes secret(String text) {
    return SecretBytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }
}
