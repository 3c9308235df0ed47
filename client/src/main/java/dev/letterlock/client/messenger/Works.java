package dev.letterlock.client.messenger;

import dev.letterlock.client.Backoff;
import dev.letterlock.client.api.AccessTokens;
import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.Directory;
import dev.letterlock.client.api.GroupStates;
import dev.letterlock.client.api.SavedTokens;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.line.Line;
import dev.letterlock.client.messenger.line.PreKeyUpkeep;
import dev.letterlock.client.messenger.line.Switchboard;
import dev.letterlock.client.messenger.receiving.Arrivals;
import dev.letterlock.client.messenger.receiving.Findings;
import dev.letterlock.client.messenger.receiving.GroupReading;
import dev.letterlock.client.messenger.receiving.History;
import dev.letterlock.client.messenger.receiving.MissingKeys;
import dev.letterlock.client.messenger.receiving.Reading;
import dev.letterlock.client.messenger.receiving.Retries;
import dev.letterlock.client.messenger.receiving.Texts;
import dev.letterlock.client.messenger.sending.Bundles;
import dev.letterlock.client.messenger.sending.Drafts;
import dev.letterlock.client.messenger.sending.GroupChanges;
import dev.letterlock.client.messenger.sending.GroupSealer;
import dev.letterlock.client.messenger.sending.OutboxSteps;
import dev.letterlock.client.messenger.sending.Postbox;
import dev.letterlock.client.messenger.sending.RosterAnswers;
import dev.letterlock.client.messenger.sending.Sealer;
import dev.letterlock.client.messenger.sending.Writing;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.GroupBook;
import dev.letterlock.client.messenger.trust.GroupReports;
import dev.letterlock.client.messenger.trust.PinReports;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.store.Vault;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The parts of an open profile, put together in one place. */
record Works(
    Tools tools,
    Desk desk,
    Audience audience,
    Contacts contacts,
    Talk talk,
    Circles circles,
    Switchboard switchboard,
    Network network) {

  private static final Duration MOST_BACKOFF = Duration.ofSeconds(30);

  /** What is said and read. */
  record Talk(Postbox postbox, Writing writing, History history) {}

  /** Groups. */
  record Circles(GroupBook book, GroupChanges changes) {}

  /** What reaches the server. */
  record Network(ApiClient api, Directory directory, ClientTransport transport, Line line) {}

  static Works assemble(
      MessengerSettings settings, E1 e1, Vault vault, MessengerListener listener) {
    Desk desk = new Desk();
    Audience audience = new Audience(listener);
    Tools tools = Tools.of(e1, settings.clock(), vault, device(vault, e1));
    ApiClient api = new ApiClient(settings.server(), e1);
    AccessTokens tokens = tokens(tools, api);
    Directory directory = new Directory(api, tokens);
    Contacts contacts = new Contacts(tools, directory, new PinReports(audience));
    GroupStates states = new GroupStates(api);
    GroupBook book =
        new GroupBook(tools, contacts, states, tokens, new GroupReports(tools, contacts, audience));
    Sealer sealer = new Sealer(tools, contacts, new Bundles(tools, directory));
    Drafts drafts = new Drafts(tools);
    GroupSealer groupSealer = new GroupSealer(tools, contacts, book, drafts);
    Postbox postbox =
        new Postbox(
            tools,
            desk,
            new OutboxSteps(tools, sealer, groupSealer, audience),
            new RosterAnswers(tools, contacts, book, audience),
            audience);
    Writing writing = new Writing(tools, contacts, drafts, postbox);
    History history = new History(tools, contacts, audience);
    Retries retries = new Retries(tools, contacts, sealer, groupSealer, writing);
    Findings findings = new Findings(tools, desk, contacts, book, audience);
    Texts texts = new Texts(tools, history, audience);
    MissingKeys missing = new MissingKeys(tools, desk, retries);
    GroupReading groupReading = new GroupReading(tools, contacts, book, texts, findings, missing);
    Reading reading = new Reading(tools, contacts, retries, findings, history, texts, groupReading);
    Switchboard switchboard =
        new Switchboard(
            tools,
            desk,
            postbox,
            new Arrivals(tools, contacts, reading, groupReading, retries, audience),
            history,
            new PreKeyUpkeep(tools, desk, directory, settings.mostJitter()),
            audience);
    ClientTransport transport = ClientTransport.start(1);
    Line line =
        new Line(
            transport,
            settings.server(),
            tools.address().device(),
            tokens,
            new Backoff(settings.leastBackoff(), MOST_BACKOFF, ThreadLocalRandom.current()),
            switchboard::stored,
            switchboard);
    switchboard.answerOn(line);
    postbox.load();
    missing.askForAll();
    return new Works(
        tools,
        desk,
        audience,
        contacts,
        new Talk(postbox, writing, history),
        new Circles(book, new GroupChanges(tools, contacts, book, states, tokens, writing)),
        switchboard,
        new Network(api, directory, transport, line));
  }

  private static OwnDevice device(Vault vault, E1 e1) {
    try (Transaction step = new Transaction(vault)) {
      return new Own(step, e1)
          .device()
          .orElseThrow(() -> new MessengerException("This profile has no device yet."));
    }
  }

  private static AccessTokens tokens(Tools tools, ApiClient api) {
    try (Transaction step = tools.begin()) {
      SavedTokens saved =
          new Own(step, tools.e1())
              .tokens()
              .orElseThrow(
                  () -> new MessengerException("Signing up was not finished: sign in again."));
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

  /** Drops everything in the middle. */
  void abandon() {
    desk.abandon();
    network.line().breakOff();
    network.line().stop();
    network.transport().close();
    network.api().close();
    audience.close();
    tools.close();
  }

  /** Ends the connection in an orderly way, then everything else. */
  void close() {
    desk.execute(switchboard::ackNow);
    network.line().stop();
    desk.close();
    network.transport().close();
    network.api().close();
    audience.close();
    tools.close();
  }
}
