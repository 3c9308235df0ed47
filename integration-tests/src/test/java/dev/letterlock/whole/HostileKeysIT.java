package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Accidents;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.protocol.codec.server.ServerFrameEncoder;
import dev.letterlock.protocol.frame.server.KeysLow;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A server that shows Alice old, swapped, foreign or no keys, or devices that nobody signed. */
class HostileKeysIT extends HostileCase {
  private static final int ACCEPTED = 0x42;
  private static final int KEYS_LOW = 0x49;
  private static final Pattern USER = Pattern.compile("\"user_id\":\"([^\"]*)\"");

  @Test
  void refusesPreKeysThatWereReplacedLongAgo() {
    alice.close();
    Clock monthLater = Clock.offset(Clock.systemUTC(), Duration.ofDays(31));
    alice =
        Messenger.open(Profiles.settings(meddler.url(), folder.resolve("alice"), monthLater), ear);
    alice.start();

    alice.conversationWith("bob").send("not like this");

    ear.awaits(Kind.REFUSED, "a key that its owner has long replaced");
    assertThat(statuses()).containsExactly(Status.FAILED);
    assertThat(Chats.texts(bob, "alice")).isEmpty();
  }

  /** The second device begins with a one-time key that the first has used up. */
  @Test
  void getsThroughWhenAUsedPreKeyIsHandedOutAgain() {
    Map<String, String> first = new ConcurrentHashMap<>();
    AtomicInteger repeated = new AtomicInteger();
    meddler.answer((path, body) -> {
      String known = path.endsWith("/claim") ? first.putIfAbsent(path, body) : null;
      repeated.addAndGet(known == null ? 0 : 1);
      return known == null ? body : known;
    });
    sends("one");
    try (Messenger tablet = Profiles.join(meddler.url(), folder.resolve("tablet"), alice, NOBODY)) {
      tablet.start();
      tablet.conversationWith("bob").send("two");
      await().atMost(PATIENCE).until(() -> repeated.get() > 0);
      meddler.behave();

      bobsEar.awaits(
          Kind.REFUSED, "A message of alice cannot be opened here; it was asked for once more.");
      await().atMost(PATIENCE).until(() -> Chats.texts(bob, "alice").contains("two"));
    }
    assertThat(Collections.frequency(Chats.texts(bob, "alice"), "two")).isEqualTo(1);
    sends("three");
  }

  @Test
  void refusesTheBundleOfSomebodyElse() {
    try (Messenger carol =
        Profiles.signUp(server.url(), folder.resolve("carol"), "carol", NOBODY)) {
      AtomicReference<String> hers = new AtomicReference<>("");
      meddler.answer((path, body) -> {
        hers.compareAndSet("", path.endsWith("/claim") ? body : "");
        return body;
      });
      alice.conversationWith(carol.name()).send("hello");
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(hers.get()).isNotEmpty());
      meddler.answer((path, body) -> path.endsWith("/claim") ? hers.get() : body);

      alice.conversationWith("bob").send("not like this");

      ear.awaits(Kind.REFUSED, "keys of another device than the one asked for");
      assertThat(statuses()).containsExactly(Status.FAILED);
    }
    meddler.behave();
    sends("but like this");
  }

  @Test
  void refusesATamperedBundle() {
    meddler.answer(
        (path, body) -> path.endsWith("/claim") ? withOtherByte(body, "\"signed\":\"", 20) : body);

    alice.conversationWith("bob").send("not like this");

    ear.awaits(Kind.REFUSED, "nobody rightly signed");
    assertThat(statuses()).containsExactly(Status.FAILED);
    meddler.behave();
    sends("but like this");
  }

  @Test
  void refusesATruncatedBundle() {
    meddler.answer((path, body) ->
        path.endsWith("/claim") ? body.replaceAll("\"signed\":\"[^\"]{8}", "\"signed\":\"") : body);

    alice.conversationWith("bob").send("not like this");

    ear.awaits(Kind.REFUSED, "not well made");
    assertThat(statuses()).containsExactly(Status.FAILED);
    meddler.behave();
    sends("but like this");
  }

  @Test
  void waitsForADeviceWhosePreKeysAreKeptBack() {
    meddler.answer(
        (path, body) -> path.endsWith("/claim") ? "{\"list_version\":1,\"bundles\":[]}" : body);

    alice.conversationWith("bob").send("later");

    ear.awaits(Kind.REFUSED, "gives no keys of a device of bob; the message waits");
    assertThat(statuses()).containsExactly(Status.WAITING);
    meddler.behave();
    await().atMost(PATIENCE).until(() -> Chats.texts(bob, "alice"), List.of("later")::equals);
  }

  @Test
  void sendsNothingToADeviceThatTheServerInvents() {
    UUID user = learnBob();
    insteadOfAccepted(mismatch(user, 99, 7, RosterMismatch.Kind.MISSING));

    alice.conversationWith("bob").send("for bob only");

    ear.awaits(Kind.ALARM, "a device that is not on the signed list of bob. It gets none.");
    meddler.behave();
    sends("still here");
  }

  @Test
  void doesNotCallSentWhatTheServerLetsReachNobody() {
    UUID user = learnBob();
    int device = alice.devices("bob").getFirst().number();
    insteadOfAccepted(mismatch(user, device, 7, RosterMismatch.Kind.EXTRA));

    alice.conversationWith("bob").send("for bob");

    ear.awaits(Kind.REFUSED, "A message was not sent. The server reaches no device of bob.");
    assertThat(statuses().getLast()).isEqualTo(Status.FAILED);
    meddler.behave();
    sends("still here");
  }

  @Test
  void refillsPreKeysThatRunLow() {
    AtomicInteger uploads = new AtomicInteger();
    meddler.request((request, body) -> {
      boolean refill = request.startsWith("PUT /v1/prekeys") && body.contains("one_time");
      uploads.addAndGet(refill ? 1 : 0);
      return null;
    });
    meddler.frame(frame ->
        Byte.toUnsignedInt(frame[0]) == KEYS_LOW && uploads.get() == 0
            ? bytes(new KeysLow(3, 1, 60, true))
            : frame);
    Accidents.breakConnection(alice);

    await().atMost(PATIENCE).until(() -> uploads.get() > 0);
    meddler.behave();
    sends("and on");
  }

  @Test
  void saysWhoIsNotThere() {
    assertThatThrownBy(() -> alice.conversationWith("nobody-of-that-name"))
        .isInstanceOf(MessengerException.class)
        .hasMessage("There is nobody called nobody-of-that-name.");
  }

  /** Talks to Bob, so that he is pinned, and says who he is. */
  private UUID learnBob() {
    AtomicReference<UUID> user = new AtomicReference<>();
    meddler.answer((path, body) -> {
      Matcher found = USER.matcher(body);
      if (path.endsWith("/bob") && found.find()) {
        user.set(UUID.fromString(found.group(1)));
      }
      return body;
    });
    sends("hello");
    await("hello was accepted").atMost(PATIENCE).until(alice::isAllSent);
    return Objects.requireNonNull(user.get());
  }

  /** The next message is refused like this. */
  private void insteadOfAccepted(IntFunction<RosterMismatch> refusal) {
    AtomicInteger answers = new AtomicInteger();
    meddler.frame(frame ->
        Byte.toUnsignedInt(frame[0]) == ACCEPTED && answers.getAndIncrement() == 0
            ? bytes(refusal.apply(ByteBuffer.wrap(frame).getInt(4)))
            : frame);
  }

  private static IntFunction<RosterMismatch> mismatch(
      UUID user, int device, int registration, RosterMismatch.Kind kind) {
    DeviceAddress address = new DeviceAddress(UserId.of(user), device);
    return ref ->
        new RosterMismatch(
            ref, ref, 1, 1, List.of(new RosterMismatch.Entry(address, registration, kind)));
  }

  private static byte[] bytes(ServerFrame frame) {
    ByteBuf out = Unpooled.buffer(ServerFrameEncoder.size(frame));
    ServerFrameEncoder.write(frame, out);
    return ByteBufUtil.getBytes(out);
  }

  private static String withOtherByte(String body, String before, int offset) {
    int at = body.indexOf(before) + before.length() + offset;
    char other = body.charAt(at) == 'A' ? 'B' : 'A';
    return body.substring(0, at) + other + body.substring(at + 1);
  }
}
