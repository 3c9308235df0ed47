package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Reason;
import dev.letterlock.client.messenger.ToldNotice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines until {@code /quit} or the end of the input: a line beginning with a slash is a
 * command, any other is sent to the conversation that is open. The thread that runs it reads; the
 * messenger's listener thread shows what comes.
 */
final class Chat implements MessengerListener {

  private static final int SHOWN = 20;

  private final Console console;
  private final Screen screen;
  private final boolean terminal;
  private final Secrets secrets;

  private final GroupTitles titles = new GroupTitles();
  private final Farewell farewell;
  private final Reach reach;
  private final Outcome outcome = new Outcome();

  /**
   * Held while messages of the open conversation are shown, so that one which comes meanwhile is
   * shown by the reading thread or the listener's, and not by both.
   */
  private final Lock showing = new ReentrantLock();

  private long shownUpTo;

  private final Map<UUID, Tick> ticks = new ConcurrentHashMap<>();
  private volatile @Nullable Messenger messenger;
  private volatile @Nullable Conversation open;

  /**
   * A chat by one console.
   *
   * @param terminal whether a person types, who can be asked to come back
   * @param secrets asks for what nobody sees
   */
  Chat(Console console, Screen screen, boolean terminal, Secrets secrets) {
    this.console = console;
    this.screen = screen;
    this.terminal = terminal;
    this.secrets = secrets;
    this.farewell = new Farewell(screen, terminal);
    this.reach = new Reach(screen);
  }

  /** How far a message has come, as it was shown last. */
  private record Tick(Status status, int readers) {
    static Tick of(Message message) {
      return new Tick(message.status(), message.readers());
    }
  }

  /**
   * Chats with a messenger whose listener this is.
   *
   * @return whether all that was asked for was done, and all that was written has left
   */
  boolean run(Messenger with) throws IOException {
    messenger = with;
    GroupCommands groups = new GroupCommands(with, screen, this::opened, this::opening);
    Commands commands = commands(groups, new KeyCommands(with, screen, this::nameOrOpen, secrets));
    screen.title("Letterlock. You are " + with.name() + "; nobody else holds your keys.");
    screen.remark("/to NAME opens a conversation, /help shows what else there is.");
    with.serverBefore()
        .ifPresent(before ->
            screen.problem(
                "This profile spoke to "
                    + before
                    + " until now. It goes to "
                    + with.server()
                    + "."));
    screen.entries(all());
    with.start();
    if (!terminal) {
      reach.awaitNews();
    }
    takeAll(commands);
    boolean left = farewell.say(with, reach::why);
    return left && !reach.isStopped() && outcome.isGood();
  }

  private void takeAll(Commands commands) throws IOException {
    for (String line = read(commands); line != null; line = read(commands)) {
      if (line.strip().split("\\s+", 2)[0].equals(ChatHelp.QUIT.name())) {
        return;
      }
      try {
        take(line.strip(), commands);
      } catch (MessengerException e) {
        outcome.failed();
        screen.problem(Hints.with(e));
      }
    }
  }

  private Commands commands(GroupCommands groups, KeyCommands keys) {
    Commands commands = new Commands("", "/help");
    Help help = new Help(console, screen, commands, groups.commands());
    commands
        .with(ChatHelp.TO, this::to)
        .with(ChatHelp.LIST, _ -> list())
        .with(ChatHelp.HISTORY, _ -> history())
        .with(ChatHelp.NOTICES, _ -> notices())
        .with(GroupCommands.GROUP, groups::run);
    new FileCommands(screen, this::opened, this::left).addTo(commands);
    keys.addTo(commands);
    return commands.with(ChatHelp.HELP, help::show).with(ChatHelp.QUIT, _ -> {});
  }

  private @Nullable String read(Commands commands) throws IOException {
    List<String> words = new ArrayList<>(commands.names());
    all().forEach(conversation -> words.add(Screen.label(conversation)));
    return console.read(prompt(), words);
  }

  private void take(String line, Commands commands) {
    if (line.startsWith("/") && !line.startsWith("//")) {
      commands.run(line);
    } else if (!line.isEmpty()) {
      Conversation to = opened();
      left(to.send(line.startsWith("/") ? line.substring(1) : line));
    }
  }

  private void left(Message sent) {
    outcome.sent(opened(), sent);
    ticks.put(sent.id(), Tick.of(sent));
    if (reach.isOffline()) {
      screen.progress(sent);
    }
    // The server may have answered before the line above.
    statusChanged(sent.conversation());
  }

  private void to(String name) {
    if (name.isEmpty()) {
      throw new MessengerException(
          "/to needs a name: /to bob, or /to #TITLE for a group; /list shows what there is.");
    }
    String meant = unquoted(name);
    opening(() ->
        meant.startsWith("#")
            ? titles.find(all(), unquoted(meant.substring(1)))
            : messenger().conversationWith(meant));
  }

  /** Nothing needs quotes here, but a title of several words does elsewhere. */
  private static String unquoted(String name) {
    boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
    return quoted ? name.substring(1, name.length() - 1) : name;
  }

  /** Where another one was meant and is not there, nothing that is typed goes to the one before. */
  private void opening(Supplier<Conversation> other) {
    boolean wasOpen = open != null;
    open = null;
    try {
      open(other.get());
    } catch (MessengerException e) {
      throw wasOpen ? e.and("No conversation is open now.") : e;
    }
  }

  private void open(Conversation conversation) {
    showing.lock();
    try {
      List<Message> messages = conversation.recent(conversation.unread());
      List<ToldNotice> notices =
          conversation.notices().stream().filter(ToldNotice::unread).toList();
      int unread = messages.size() + notices.size();
      open = conversation;
      shownUpTo = messages.isEmpty() ? newest(conversation) : messages.getLast().index();
      screen.remark(
          "to " + Screen.label(conversation) + (unread > 0 ? ", " + unread + " unread" : ""));
      screen.timeline(messages, notices);
      conversation.markRead();
    } finally {
      showing.unlock();
    }
  }

  private void list() {
    List<Conversation> all = all();
    screen.entries(all);
    if (all.isEmpty()) {
      screen.remark("There is no conversation yet: /to NAME opens one.");
    }
  }

  private void history() {
    showing.lock();
    try {
      List<Message> messages = opened().recent(SHOWN);
      long before = messages.isEmpty() ? 0 : messages.getFirst().index() - 1;
      List<ToldNotice> notices =
          opened().notices().stream().filter(notice -> notice.after() >= before).toList();
      shownUpTo = messages.isEmpty() ? 0 : messages.getLast().index();
      screen.timeline(messages, newest(notices));
    } finally {
      showing.unlock();
    }
  }

  /** The index of the newest message; 0 for none. */
  private static long newest(Conversation conversation) {
    return conversation.recent(1).stream().mapToLong(Message::index).max().orElse(0);
  }

  private void notices() {
    List<ToldNotice> newest = newest(messenger().notices());
    if (newest.isEmpty()) {
      screen.remark("Nothing was told yet.");
    }
    for (ToldNotice told : newest) {
      UUID about = told.notice().conversation();
      screen.told(told, find(about).map(Screen::label).orElse(""));
    }
  }

  private static List<ToldNotice> newest(List<ToldNotice> notices) {
    return notices.subList(Math.max(0, notices.size() - SHOWN), notices.size());
  }

  @Override
  public void received(Message message) {
    showing.lock();
    try {
      Conversation current = open;
      if (current != null && message.conversation().equals(current.id())) {
        showHere(message, current);
      } else {
        find(message.conversation())
            .filter(conversation -> message.own() || conversation.unreadUpTo(message) > 0)
            .ifPresent(conversation -> screen.elsewhere(message, conversation));
        console.prompt(prompt());
      }
    } finally {
      showing.unlock();
    }
  }

  private void showHere(Message message, Conversation current) {
    if (message.index() > shownUpTo) {
      shownUpTo = message.index();
      screen.message(message);
      current.markRead();
    }
  }

  /** Shows the ticks of what was sent in this run. */
  @Override
  public void statusChanged(UUID conversation) {
    farewell.changed();
    Conversation current = open;
    if (current == null || !current.id().equals(conversation)) {
      return;
    }
    for (Message message : current.recent(SHOWN)) {
      Tick now = Tick.of(message);
      Tick before = ticks.replace(message.id(), now);
      if (before != null && !before.equals(now)) {
        screen.progress(message);
      }
    }
  }

  @Override
  public void noticed(Notice notice) {
    Conversation current = open;
    if (current != null && current.id().equals(notice.conversation())) {
      screen.notice(notice, "");
      current.markRead();
    } else {
      screen.notice(notice, find(notice.conversation()).map(Screen::label).orElse(""));
    }
    if (messenger != null) {
      console.prompt(prompt());
    }
  }

  @Override
  public void connection(boolean online) {
    farewell.connection(online);
    reach.connection(online, messenger().server().toString());
    console.prompt(prompt());
  }

  @Override
  public void caughtUp() {
    reach.caughtUp();
  }

  @Override
  public void stopped(Reason reason, String sentence) {
    farewell.stopped();
    reach.stopped(Hints.with(reason, sentence));
    console.prompt(prompt());
  }

  /** None yet while the profile is being opened, when something may be told already. */
  private Optional<Conversation> find(@Nullable UUID id) {
    Messenger current = messenger;
    return current == null || id == null ? Optional.empty() : current.conversation(id);
  }

  private List<Conversation> all() {
    List<Conversation> all = messenger().conversations();
    titles.saw(all);
    return all;
  }

  private Conversation opened() {
    Conversation current = open;
    if (current == null) {
      throw new MessengerException("No conversation is open: /to NAME opens one.");
    }
    return current;
  }

  private String nameOrOpen(String name) {
    if (name.isEmpty() && opened().isGroup()) {
      throw new MessengerException("Whose? A group has many: give a name, as in /safety bob.");
    }
    return name.isEmpty() ? opened().title() : name.toLowerCase(Locale.ROOT);
  }

  private String prompt() {
    Conversation current = open;
    int unread = 0;
    for (Conversation conversation : all()) {
      boolean here = current != null && current.equals(conversation);
      unread += here ? 0 : Screen.unread(conversation);
    }
    return screen.prompt(label(current), unread, reach.isOffline());
  }

  /** As the conversation is called now. */
  private String label(@Nullable Conversation current) {
    return current == null ? "" : find(current.id()).map(Screen::label).orElse("");
  }

  private Messenger messenger() {
    Messenger current = messenger;
    if (current == null) {
      throw new MessengerException("Not ready yet.");
    }
    return current;
  }
}
