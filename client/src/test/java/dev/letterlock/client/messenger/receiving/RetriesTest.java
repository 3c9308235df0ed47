package dev.letterlock.client.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.api.AccessTokens;
import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.Directory;
import dev.letterlock.client.api.GroupStates;
import dev.letterlock.client.api.SavedTokens;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.StoredProfile;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.sending.Bundles;
import dev.letterlock.client.messenger.sending.Drafts;
import dev.letterlock.client.messenger.sending.FullInboxes;
import dev.letterlock.client.messenger.sending.GroupSealer;
import dev.letterlock.client.messenger.sending.Introductions;
import dev.letterlock.client.messenger.sending.OutboxSteps;
import dev.letterlock.client.messenger.sending.Postbox;
import dev.letterlock.client.messenger.sending.RosterAnswers;
import dev.letterlock.client.messenger.sending.Sealer;
import dev.letterlock.client.messenger.sending.Writing;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.GroupBook;
import dev.letterlock.client.messenger.trust.GroupReports;
import dev.letterlock.client.messenger.trust.PinReports;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bob's phone was asked for something once more. */
class RetriesTest {

  private static final UUID BOB = UUID.fromString("0190a000-0000-7000-8000-00000000000b");
  private static final DeviceAddress PHONE = new DeviceAddress(UserId.of(BOB), 7);
  private static final long WRITTEN = 0x0190a0000001L;
  private static final UUID LOST = UUID.fromString("0190a000-0001-7000-8000-0000000000aa");
  private static final UUID LOST_TOO = UUID.fromString("0190a000-0001-7000-8000-0000000000ab");

  private final E1 e1 = new E1(Sodium.load());
  private final MemoryVault vault = new MemoryVault();
  private final Desk desk = new Desk();
  private final ApiClient api = new ApiClient(new ServerUrl(false, "127.0.0.1", 1), e1);
  private Tools tools;
  private Audience audience;
  private Retries retries;

  @BeforeEach
  void open() {
    Clock clock = Clock.systemUTC();
    StoredProfile.fill(e1, vault, clock);
    tools = StoredProfile.tools(e1, vault, clock);
    audience = new Audience(new MessengerListener() {}, tools);
    Directory directory = StoredProfile.directory(api, clock);
    Contacts contacts = new Contacts(tools, directory, new PinReports(tools, audience));
    Drafts drafts = new Drafts(tools);
    Sealer sealer = new Sealer(tools, contacts, new Bundles(tools, directory), audience);
    GroupBook book = book(contacts, clock);
    GroupSealer groups = new GroupSealer(tools, contacts, book, drafts);
    OutboxSteps steps =
        new OutboxSteps(
            tools,
            sealer,
            groups,
            new Introductions(tools, contacts, drafts),
            new FullInboxes(tools, contacts, audience),
            audience);
    Postbox postbox =
        new Postbox(
            tools, desk, steps, new RosterAnswers(tools, contacts, book, audience), audience);
    retries = new Retries(tools, contacts, sealer, groups, new Writing(tools, drafts, postbox));
  }

  @AfterEach
  void close() {
    desk.close();
    audience.close();
    api.close();
    tools.close();
  }

  @Test
  void awaitsTheMessageThatWasAskedForAndNoOther() {
    ask(LOST);

    assertThat(comes(PHONE, WRITTEN + 1)).isFalse();
    assertThat(comes(new DeviceAddress(UserId.of(BOB), 8), WRITTEN)).isFalse();
    assertThat(comes(PHONE, WRITTEN)).isTrue();
    assertThat(comes(PHONE, WRITTEN)).as("once").isFalse();
  }

  @Test
  void awaitsEachOfTwoThatWereWrittenAtOnce() {
    ask(LOST);
    ask(LOST_TOO);

    assertThat(comes(PHONE, WRITTEN)).isTrue();
    assertThat(comes(PHONE, WRITTEN)).isTrue();
    assertThat(comes(PHONE, WRITTEN)).isFalse();
  }

  private void ask(UUID message) {
    Letter letter =
        new Letter(
            Cursor.ZERO,
            PHONE,
            tools.conversationWith(BOB),
            message,
            1,
            false,
            new Letter.Content(Octets.of(new byte[PayloadSizes.RECORD]), Octets.of(new byte[329])));
    try (Transaction step = tools.begin()) {
      assertThat(retries.ask(step, letter, message)).isTrue();
      step.commit();
    }
  }

  private boolean comes(DeviceAddress from, long sentAt) {
    try (Transaction step = tools.begin()) {
      boolean awaited = retries.takeAwaited(step, from, sentAt);
      step.commit();
      return awaited;
    }
  }

  private GroupBook book(Contacts contacts, Clock clock) {
    SavedTokens saved = new SavedTokens("token", "", clock.instant().plus(Duration.ofDays(1)));
    return new GroupBook(
        tools,
        contacts,
        new GroupStates(api),
        AccessTokens.resume(api, clock, saved),
        new GroupReports(tools, contacts, audience));
  }
}
