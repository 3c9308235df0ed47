package dev.letterlock.client.messenger;

import dev.letterlock.client.Backoff;
import dev.letterlock.client.api.AccessTokens;
import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.Blobs;
import dev.letterlock.client.api.Directory;
import dev.letterlock.client.api.GroupStates;
import dev.letterlock.client.api.SavedTokens;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.line.Line;
import dev.letterlock.client.messenger.line.PreKeyUpkeep;
import dev.letterlock.client.messenger.line.ReadReports;
import dev.letterlock.client.messenger.line.SessionUpkeep;
import dev.letterlock.client.messenger.line.Switchboard;
import dev.letterlock.client.messenger.receiving.Arrivals;
import dev.letterlock.client.messenger.receiving.Findings;
import dev.letterlock.client.messenger.receiving.GroupReading;
import dev.letterlock.client.messenger.receiving.History;
import dev.letterlock.client.messenger.receiving.LongWaits;
import dev.letterlock.client.messenger.receiving.MissingKeys;
import dev.letterlock.client.messenger.receiving.Reading;
import dev.letterlock.client.messenger.receiving.Retries;
import dev.letterlock.client.messenger.receiving.Texts;
import dev.letterlock.client.messenger.sending.Bundles;
import dev.letterlock.client.messenger.sending.Drafts;
import dev.letterlock.client.messenger.sending.FullInboxes;
import dev.letterlock.client.messenger.sending.GroupChanges;
import dev.letterlock.client.messenger.sending.GroupNews;
import dev.letterlock.client.messenger.sending.GroupSealer;
import dev.letterlock.client.messenger.sending.GroupUpkeep;
import dev.letterlock.client.messenger.sending.Introductions;
import dev.letterlock.client.messenger.sending.ListNews;
import dev.letterlock.client.messenger.sending.OutboxSteps;
import dev.letterlock.client.messenger.sending.OwnListUpkeep;
import dev.letterlock.client.messenger.sending.PlannedStates;
import dev.letterlock.client.messenger.sending.Postbox;
import dev.letterlock.client.messenger.sending.RosterAnswers;
import dev.letterlock.client.messenger.sending.Sealer;
import dev.letterlock.client.messenger.sending.Writing;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.GroupBook;
import dev.letterlock.client.messenger.trust.GroupReports;
import dev.letterlock.client.messenger.trust.PinReports;
import dev.letterlock.client.profile.Notices;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.store.Restored;
import dev.letterlock.crypto.e2ee.store.Vault;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Puts the parts of a profile together, from the ground up. */
final class Assembly {

  private static final String RESTORED =
      "This profile is an older copy of itself: sessions begin anew; messages shown before may be"
          + " missing here.";
  private static final String PERHAPS_RESTORED =
      "Nothing is left that tells how far this profile had come, so a copy of it may have been put"
          + " back: sessions begin anew; if it was, messages shown before may be missing here.";
  private static final Duration MOST_BACKOFF = Duration.ofSeconds(30);

  private final MessengerSettings settings;
  private final Vault vault;
  private final Desk desk = new Desk();
  private final Tools tools;
  private final Audience audience;
  private final ApiClient api;
  private final AccessTokens tokens;
  private final Directory directory;

  private Assembly(MessengerSettings settings, E1 e1, Vault vault, MessengerListener listener) {
    this.settings = settings;
    this.vault = vault;
    this.tools = Tools.of(e1, settings.clock(), vault, device(vault, e1));
    this.audience = new Audience(listener, tools);
    this.api = new ApiClient(ProfileFile.server(settings, vault, e1), e1);
    this.tokens = tokens(tools, api);
    this.directory = new Directory(api, tokens);
  }

  /** Everything of a profile; {@link Works#close} closes the vault too. */
  static Works of(MessengerSettings settings, E1 e1, Vault vault, MessengerListener listener) {
    return new Assembly(settings, e1, vault, listener).works();
  }

  /** Who is who. */
  private record People(Contacts contacts, GroupStates states, GroupBook book) {}

  /** What leaves. */
  private record Sending(
      Sealer sealer,
      GroupSealer groups,
      Introductions introductions,
      Postbox postbox,
      Writing writing) {}

  private Works works() {
    People people = people();
    Sending sending = sending(people);
    History history = new History(tools, people.contacts(), audience);
    Arrivals arrivals = arrivals(people, sending, history);
    Switchboard switchboard = switchboard(sending, arrivals, history);
    ClientTransport transport = ClientTransport.start(1);
    Line line = line(transport, switchboard);
    switchboard.answerOn(line);
    sending.postbox().load();
    desk.execute(this::tellRestored);
    desk.execute(arrivals::takeKept);
    desk.execute(new LongWaits(tools, desk, people.contacts(), audience)::begin);
    desk.execute(new SessionUpkeep(tools, desk)::begin);
    return new Works(
        tools,
        desk,
        audience,
        people.contacts(),
        new Works.Talk(sending.postbox(), sending.writing(), arrivals, history),
        circles(people, sending, switchboard),
        new Works.Network(
            api,
            directory,
            transport,
            line,
            switchboard,
            reports(switchboard),
            new FilesOnDisk(new FileTransfers(new Blobs(api, tokens), tools.e1())),
            serverBefore()));
  }

  private @Nullable ServerUrl serverBefore() {
    return ProfileFile.remembered(vault, tools.e1())
        .filter(before -> !before.equals(api.url()))
        .orElse(null);
  }

  /** From a session on the server is the profile's; before, its address may be a mistake. */
  private void rememberServer() {
    if (serverBefore() != null) {
      ProfileFile.remember(api.url(), vault, tools.e1());
    }
  }

  /** Sessions and own chains were given up when the vault was opened. */
  private void tellRestored() {
    try (Transaction step = tools.begin()) {
      Restored restored = new Notices(step).takeRestored();
      if (restored.isPossible()) {
        String sentence = restored == Restored.YES ? RESTORED : PERHAPS_RESTORED;
        audience.notice(step, Notice.of(Notice.Kind.REMARK, null, sentence));
        step.commit();
      }
    }
  }

  private People people() {
    Contacts contacts = new Contacts(tools, directory, new PinReports(tools, audience));
    GroupStates states = new GroupStates(api);
    GroupReports reports = new GroupReports(tools, contacts, audience);
    return new People(contacts, states, new GroupBook(tools, contacts, states, tokens, reports));
  }

  private Sending sending(People people) {
    Contacts contacts = people.contacts();
    Sealer sealer = new Sealer(tools, contacts, new Bundles(tools, directory), audience);
    Drafts drafts = new Drafts(tools);
    GroupSealer groups = new GroupSealer(tools, contacts, people.book(), drafts);
    Introductions introductions = new Introductions(tools, contacts, drafts);
    Postbox postbox =
        new Postbox(
            tools,
            desk,
            new OutboxSteps(
                tools,
                sealer,
                groups,
                introductions,
                new FullInboxes(tools, contacts, audience),
                audience),
            new RosterAnswers(tools, contacts, people.book(), audience),
            audience);
    Writing writing = new Writing(tools, drafts, postbox);
    return new Sending(sealer, groups, introductions, postbox, writing);
  }

  private Works.Circles circles(People people, Sending sending, Switchboard switchboard) {
    GroupNews news = new GroupNews(tools, people.contacts(), sending.writing());
    PlannedStates plans =
        new PlannedStates(tools, people.book(), people.states(), tokens, news, audience);
    GroupChanges changes = new GroupChanges(tools, people.contacts(), people.book(), news, plans);
    GroupUpkeep upkeep =
        new GroupUpkeep(
            tools, desk, people.contacts(), people.book(), changes, settings.pace().mostJitter());
    ListNews lists = new ListNews(tools, people.contacts(), people.book(), news);
    OwnListUpkeep ownList =
        new OwnListUpkeep(
            tools, desk, people.contacts(), lists, sending.introductions(), sending.postbox());
    people
        .contacts()
        .atEachChange(() -> {
          upkeep.lookSoon();
          ownList.lookSoon();
        });
    switchboard.atEachSession(() -> {
      plans.resumeAll();
      rememberServer();
      upkeep.lookSoon();
      ownList.askAndLook();
    });
    return new Works.Circles(people.book(), changes, lists);
  }

  private Switchboard switchboard(Sending sending, Arrivals arrivals, History history) {
    return new Switchboard(
        tools,
        desk,
        sending.postbox(),
        arrivals,
        history,
        new PreKeyUpkeep(tools, desk, directory, settings.pace().mostJitter()),
        audience);
  }

  private ReadReports reports(Switchboard switchboard) {
    return new ReadReports(
        desk::after, tools.random(), settings.pace().mostReadWait(), switchboard::report);
  }

  private Arrivals arrivals(People people, Sending sending, History history) {
    Contacts contacts = people.contacts();
    Retries retries =
        new Retries(tools, contacts, sending.sealer(), sending.groups(), sending.writing());
    Findings findings = new Findings(tools, desk, contacts, people.book(), audience);
    Texts texts = new Texts(tools, history, audience);
    MissingKeys missing = new MissingKeys(tools, desk, retries);
    missing.askForAll();
    GroupReading groups =
        new GroupReading(tools, contacts, people.book(), texts, findings, missing);
    Reading reading = new Reading(tools, contacts, retries, findings, history, texts, groups);
    return new Arrivals(tools, contacts, reading, groups, retries, findings, audience);
  }

  private Line line(ClientTransport transport, Switchboard switchboard) {
    return new Line(
        transport,
        api.url(),
        tools.address().device(),
        tokens,
        new Backoff(settings.pace().leastBackoff(), MOST_BACKOFF, ThreadLocalRandom.current()),
        switchboard::stored,
        switchboard);
  }

  private static OwnDevice device(Vault vault, E1 e1) {
    try (Transaction step = new Transaction(vault)) {
      return new Own(step, e1).device().orElseThrow(MessengerException::ofUnfinished);
    }
  }

  private static AccessTokens tokens(Tools tools, ApiClient api) {
    try (Transaction step = tools.begin()) {
      SavedTokens saved =
          new Own(step, tools.e1()).tokens().orElseThrow(MessengerException::ofUnfinished);
      AccessTokens tokens = AccessTokens.resume(api, tools.clock(), saved);
      tokens.keepWith(fresh -> keep(tools, fresh));
      return tokens;
    }
  }

  private static void keep(Tools tools, SavedTokens fresh) {
    try (Transaction step = tools.begin()) {
      new Own(step, tools.e1()).putTokens(fresh);
      step.commit();
    }
  }
}
