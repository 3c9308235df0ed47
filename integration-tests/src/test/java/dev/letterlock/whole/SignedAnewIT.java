package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.DeviceRequest;
import dev.letterlock.client.messenger.Group;
import dev.letterlock.client.messenger.KnownDevice;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerSettings;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.transport.ServerUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The device that signed a group's newest state is gone while Carol was away: an admin's device
 * signs the same members anew, so that she can verify them and reads on (docs/E2EE.md §2.8).
 */
class SignedAnewIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TITLE = "breakfast";

  @TempDir Path folder;
  private final Map<String, Messenger> profiles = new LinkedHashMap<>();
  private final Map<String, Ear> ears = new LinkedHashMap<>();
  private final AtomicInteger signed = new AtomicInteger();
  private RunningServer server;
  private Meddler onlooker;
  private Messenger alice;
  private Messenger bob;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    onlooker = new Meddler(server.url());
    alice = signUp("alice", server.url());
    bob = signUp("bob", onlooker.url());
    var _ = signUp("carol", server.url());
  }

  @AfterEach
  void stop() throws Exception {
    profiles.values().forEach(Messenger::close);
    onlooker.close();
    server.close();
  }

  /** Bob, the only admin, takes the tablet that he made the group on off his list. */
  @Test
  void theOnlyAdminsOtherDeviceSignsAnew() throws Exception {
    Messenger tablet = started("tablet", tabletOf(bob));
    Group group = tablet.createGroup(TITLE, List.of("carol"));
    awaitGroup("bob", "carol");
    leave("carol");
    group.add("alice");
    awaitGroup("alice");
    await().atMost(PATIENCE).until(tablet::isAllSent);
    leave("tablet");
    countSignatures();

    bob.account().removeDevice(furtherDevice(bob));

    await("Bob's phone signs").atMost(PATIENCE).until(signed::get, count -> count == 1);
    reads(bob, "good morning", alice, reopen("carol", server.url()));
    assertThat(signed).hasValue(1);
    assertThat(ear("carol").count(Kind.ALARM)).isZero();
    assertThat(ear("carol").told(Kind.REFUSED))
        .allMatch(told -> told.contains("from a device that is not on the list of bob"));
  }

  /** Alice signed the newest state, lost everything, and began anew under another account key. */
  @Test
  void anotherAdminSignsAnewWhenTheSignerBeganAnew() throws Exception {
    Group group = alice.createGroup(TITLE, List.of("bob"));
    group.promote("bob");
    awaitGroup("bob");
    leave("carol");
    group.add("carol");
    await().atMost(PATIENCE).until(alice::isAllSent);
    leave("alice");
    beginAnew();
    leave("bob");
    countSignatures();

    bob = reopen("bob", onlooker.url());

    await("Bob signs").atMost(PATIENCE).until(signed::get, count -> count == 1);
    Messenger carol = reopen("carol", server.url());
    reads(bob, "good morning", carol);
    reads(carol, "indeed", bob);
    assertThat(members(carol))
        .extracting(Group.Member::name)
        .containsExactlyInAnyOrder("alice", "bob", "carol");
    assertThat(signed).hasValue(1);

    ear("bob").awaits(Kind.OTHER_KEY, "take alice out of the group and in again");
    assertThat(members(bob))
        .filteredOn(Group.Member::stranger)
        .extracting(Group.Member::name)
        .containsExactly("alice");
    Group ofBob = bob.group(Chats.group(bob, TITLE).orElseThrow());
    ofBob.remove("alice");
    ofBob.add("alice");
    assertThat(members(bob)).hasSize(3).noneMatch(Group.Member::stranger);
  }

  @Test
  void nobodySignsAnewWhatEverybodyCanVerify() throws Exception {
    var _ = started("tablet", tabletOf(bob));
    bob.createGroup(TITLE, List.of("alice", "carol"));
    awaitGroup("alice", "carol");
    leave("tablet");
    countSignatures();

    bob.account().removeDevice(furtherDevice(bob));
    leave("bob");
    bob = reopen("bob", onlooker.url());

    reads(bob, "good morning", alice);
    assertThat(signed).hasValue(0);
  }

  private Messenger tabletOf(Messenger first) {
    return Profiles.join(server.url(), folder.resolve("tablet"), first, ear("tablet"));
  }

  private void countSignatures() {
    onlooker.request((request, _) -> {
      if (request.startsWith("PUT /v1/groups/")) {
        signed.incrementAndGet();
      }
      return null;
    });
  }

  private static int furtherDevice(Messenger messenger) {
    return messenger.devices(messenger.name()).stream()
        .filter(device -> !device.thisOne())
        .mapToInt(KnownDevice::number)
        .findFirst()
        .orElseThrow();
  }

  private void beginAnew() {
    AtomicReference<String> list = new AtomicReference<>("");
    onlooker.answer((path, body) -> {
      list.set(ListAnswer.isOf("alice", body) ? body : list.get());
      return body;
    });
    bob.devices("alice");
    onlooker.behave();
    MessengerSettings settings = Profiles.settings(server.url(), folder.resolve("anew"));
    try (DeviceRequest request = Messenger.requestDevice(settings, "alice", Profiles.PASSWORD)) {
      Impostor herself = new Impostor(People.E1_SUITE);
      request.complete(
          herself.beginAnew(Objects.requireNonNull(list.get()), request.certificate()));
    }
  }

  private void awaitGroup(String... members) {
    for (String member : members) {
      await(member + " is in the group")
          .atMost(PATIENCE)
          .until(() -> Chats.group(profile(member), TITLE).isPresent());
    }
  }

  private static void reads(Messenger author, String text, Messenger... readers) {
    Chats.group(author, TITLE).orElseThrow().send(text);
    for (Messenger reader : readers) {
      await(reader.name() + " reads " + text)
          .atMost(PATIENCE)
          .until(() ->
              Chats.group(reader, TITLE)
                  .filter(group -> Chats.texts(group).contains(text))
                  .isPresent());
    }
  }

  private static List<Group.Member> members(Messenger messenger) {
    return messenger.group(Chats.group(messenger, TITLE).orElseThrow()).members();
  }

  private Messenger reopen(String profile, ServerUrl url) {
    MessengerSettings settings = Profiles.settings(url, folder.resolve(profile));
    return started(profile, Messenger.open(settings, ear(profile)));
  }

  private Messenger signUp(String name, ServerUrl url) {
    return started(name, Profiles.signUp(url, folder.resolve(name), name, ear(name)));
  }

  private Messenger started(String profile, Messenger messenger) {
    messenger.start();
    profiles.put(profile, messenger);
    return messenger;
  }

  private void leave(String profile) {
    profile(profile).close();
    profiles.remove(profile);
  }

  private Messenger profile(String name) {
    return Objects.requireNonNull(profiles.get(name), name);
  }

  private Ear ear(String profile) {
    return ears.computeIfAbsent(profile, _ -> new Ear());
  }
}
