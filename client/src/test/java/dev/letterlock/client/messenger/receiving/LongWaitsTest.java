package dev.letterlock.client.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.StoredProfile;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.PinReports;
import dev.letterlock.client.profile.Groups;
import dev.letterlock.client.profile.HeldTexts;
import dev.letterlock.client.profile.KeptLetter;
import dev.letterlock.client.profile.Notices;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.profile.Unopened;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.testing.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that cannot be shown yet are told of when that lasts, and when they are given up. */
class LongWaitsTest implements MessengerListener {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final UUID BOB = UUID.fromString("0190a000-0000-7000-8000-00000000000b");
  private static final UUID PLACE = new UUID(4, 4);

  private final E1 e1 = new E1(Sodium.load());
  private final Queue<Notice> notices = new ConcurrentLinkedQueue<>();
  private final Desk desk = new Desk();
  private final SettableClock clock = new SettableClock();
  private ApiClient api;
  private Tools tools;
  private Audience audience;
  private LongWaits waits;

  @BeforeEach
  void open() {
    Clock today = Clock.systemUTC();
    MemoryVault vault = new MemoryVault();
    StoredProfile.fill(e1, vault, today);
    tools = StoredProfile.tools(e1, vault, clock);
    api = new ApiClient(new ServerUrl(false, "127.0.0.1", 1), e1);
    audience = new Audience(this, tools);
    Contacts contacts =
        new Contacts(tools, StoredProfile.directory(api, today), new PinReports(tools, audience));
    waits = new LongWaits(tools, desk, contacts, audience);
    change(step -> new Peers(step, e1).putName(BOB, "bob"));
  }

  @AfterEach
  void close() {
    desk.close();
    audience.close();
    api.close();
    tools.close();
  }

  @Override
  public void noticed(Notice notice) {
    notices.add(notice);
  }

  @Test
  void tellsOnceOfMessagesWhoseKeyHasNotComeForADay() {
    change(step -> {
      groups(step).hold(letter(BOB, 1));
      groups(step).hold(letter(BOB, 2));
    });
    waits.look();
    after(LongWaits.TOLD_AFTER.minus(HOUR));
    assertThat(kept()).isEmpty();

    after(HOUR);
    after(HOUR);

    Notice told = heard();
    assertThat(told.kind()).isEqualTo(Kind.REMARK);
    assertThat(told.conversation()).isEqualTo(PLACE);
    assertThat(told.text())
        .isEqualTo(
            "2 messages of bob have waited for a day: the key that opens them has not come.");
    assertThat(kept()).hasSize(1);
  }

  @Test
  void givesUpAMessageWhoseKeyHasNotComeForAMonth() {
    change(step -> groups(step).hold(letter(BOB, 1)));
    waits.look();
    after(LongWaits.TOLD_AFTER);
    change(step -> groups(step).hold(letter(BOB, 2)));
    waits.look();

    after(LongWaits.LONGEST.minus(LongWaits.TOLD_AFTER));

    assertThat(kept())
        .containsExactly(
            "1 message of bob has waited for a day: the key that opens it has not come.",
            "1 message of bob is given up: the key that opens it has not come.",
            "1 message of bob has waited for a day: the key that opens it has not come.");
    change(step -> assertThat(groups(step).held()).containsExactly(letter(BOB, 2)));
  }

  @Test
  void givesUpATextWhoseConversationNobodyIntroduced() {
    change(step -> new HeldTexts(step).hold(letter(StoredProfile.USER, 1)));
    waits.look();
    after(LongWaits.LONGEST);

    Notice told = heard();
    assertThat(told.kind()).isEqualTo(Kind.REFUSED);
    assertThat(told.text())
        .isEqualTo(
            "1 message of alice is given up: the device that you wrote it on has not said to"
                + " whom.");
    change(step -> assertThat(new HeldTexts(step).all()).isEmpty());
  }

  @Test
  void remindsOfTheWordAboutAChangedKeyAndWaitsForItHoweverLong() {
    change(step -> {
      Unopened unopened = new Unopened(step);
      unopened.keep(letter(BOB, 1));
      new Peers(step, e1).putPins(BOB, reset());
    });
    waits.look();
    after(LongWaits.LONGEST);
    after(LongWaits.LONGEST);

    assertThat(heard().text())
        .isEqualTo(
            "1 message of bob has waited for a day: the identity key of bob has changed, and your"
                + " word about that is missing.");
    assertThat(kept()).hasSize(1);
    change(step -> assertThat(new Unopened(step).all()).hasSize(1));
  }

  @Test
  void forgetsWhatWaitsNoLonger() {
    change(step -> groups(step).hold(letter(BOB, 1)));
    waits.look();
    change(step -> groups(step).drop(letter(BOB, 1)));
    waits.look();
    change(step -> groups(step).hold(letter(BOB, 1)));

    after(LongWaits.TOLD_AFTER);

    assertThat(kept()).isEmpty();
  }

  /** Pins of somebody whose key was compared and has changed. */
  private DeviceListPins reset() {
    Ed25519KeyPair key = e1.sodium().signingKeyPair();
    Ed25519KeyPair another = e1.sodium().signingKeyPair();
    List<DeviceEntry> entries = List.of(new DeviceEntry(1, 4711, Hash32.of(new byte[Hash32.SIZE])));
    DeviceList list = DeviceList.first(e1, key, BOB, 1, entries);
    return DeviceListPins.first(e1, BOB, list)
        .verify()
        .observe(e1, list.next(e1, another, 2, entries), null)
        .pins();
  }

  private void after(Duration time) {
    clock.pass(time);
    waits.look();
  }

  private Notice heard() {
    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    return notices.remove();
  }

  private List<String> kept() {
    try (Transaction step = tools.begin()) {
      return new Notices(step).all().stream().map(kept -> kept.notice().text()).toList();
    }
  }

  private void change(Consumer<Transaction> change) {
    try (Transaction step = tools.begin()) {
      change.accept(step);
      step.commit();
    }
  }

  private Groups groups(Transaction step) {
    return new Groups(step, e1);
  }

  private static KeptLetter letter(UUID author, int number) {
    return new KeptLetter(
        new DeviceAddress(UserId.of(author), 3),
        PLACE,
        new UUID(6, number),
        7,
        false,
        Octets.of(new byte[0]),
        Octets.of(new byte[] {1, 2, 3}));
  }
}
