package dev.letterlock.client.messenger;

import dev.letterlock.client.messenger.desk.AccountName;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Groups;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One device of one account: conversations, end-to-end encrypted (docs/E2EE.md), in a profile on
 * disk that a crash cannot break. It connects by itself and stays connected; without a connection
 * everything but finding new people works, and what was sent leaves later.
 *
 * <p>Methods may be called by any thread, also by the listener; they block for the disk, and for
 * the server where somebody or something new has to be asked for, and throw {@link
 * MessengerException} with a sentence for a person.
 */
public final class Messenger implements AutoCloseable {

  private final Works works;
  private final Identities identities;
  private final Account account;
  private final AtomicBoolean started = new AtomicBoolean();

  private Messenger(Works works) {
    this.works = works;
    this.identities = new Identities(works.tools(), works.contacts(), works.audience());
    OwnList list = new OwnList(works.tools(), works.contacts(), works.network().directory());
    OwnLinks links = new OwnLinks(works.tools(), list, works.network().directory().links());
    this.account = new Account(this, list, links, works.circles().lists());
  }

  /**
   * Whether a profile is in that directory, to be opened.
   *
   * @param profile the directory
   * @return whether there is one, finished or begun
   */
  public static boolean hasProfile(Path profile) {
    return ProfileFile.exists(profile);
  }

  /**
   * The usual place of somebody's profile.
   *
   * @param folder holds the profiles of several accounts
   * @param name of the account
   * @return the directory; nothing is made
   * @throws MessengerException if no account can be called so
   */
  public static Path profileIn(Path folder, String name) {
    return folder.resolve(AccountName.of(name));
  }

  /**
   * Makes a new account, its first device and a profile, and opens that. What an earlier call, or
   * {@link DeviceRequest#complete}, began and did not finish is finished; an account that was made
   * but has no device gets its first one.
   *
   * @param settings where the profile is to be
   * @param name of the account: 1 to 64 letters, digits, dots, dashes or underscores, the first a
   *     letter or digit
   * @param password of the account, 8 characters to 512 bytes
   * @param listener is told from the opening on
   * @return the opened messenger, which {@link #start} connects
   */
  public static Messenger signUp(
      MessengerSettings settings, String name, String password, MessengerListener listener) {
    E1 e1 = e1();
    String called = AccountName.of(name);
    Enroller.with(settings, e1, enroller -> enroller.signUp(called, password));
    return open(settings, listener);
  }

  /**
   * Opens the profile of a device.
   *
   * @param settings where the profile is; without one it is refused, and none is made
   * @param listener is told from the opening on
   * @return the opened messenger, which {@link #start} connects
   */
  public static Messenger open(MessengerSettings settings, MessengerListener listener) {
    E1 e1 = e1();
    Vault vault = ProfileFile.openThere(settings, e1);
    try {
      requireAdmitted(Stage.of(vault, e1));
      return new Messenger(Assembly.of(settings, e1, vault, listener));
    } catch (RuntimeException e) {
      vault.close();
      throw Words.asException(e);
    }
  }

  /**
   * New tokens for a profile whose own are lost or withdrawn; open it afterwards.
   *
   * @param settings where the profile is; it must not be open
   * @param password of the account
   */
  public static void signInAgain(MessengerSettings settings, String password) {
    Enroller.with(settings, e1(), enroller -> enroller.signInAgain(password));
  }

  /**
   * Puts another passphrase in force. Copies of the profile, such as backups, still open with the
   * one from before.
   *
   * @param settings where the profile is, and the passphrase that opens it now; it must not be open
   * @param next opens it from now on; the caller closes it
   */
  public static void changePassphrase(MessengerSettings settings, SecretBytes next) {
    ProfileFile.changePassphrase(settings, e1(), next);
  }

  private static void requireAdmitted(Stage stage) {
    boolean waits = stage == Stage.ASKED || stage == Stage.FURTHER_BEGUN;
    if (waits) {
      throw MessengerException.ofAwaitingAdmission();
    }
  }

  /**
   * Makes a further device of an account, which one that holds the account's key has to admit, such
   * as the first; or a recovery file does. Goes on with what an earlier call began on this profile.
   *
   * @param settings where the profile is to be
   * @param name of the account
   * @param password of the account
   * @return what that device is asked; the caller closes it
   */
  public static DeviceRequest requestDevice(
      MessengerSettings settings, String name, String password) {
    return requestDevice(settings, name, () -> password);
  }

  /**
   * As above.
   *
   * @param password of the account; asked for only where it is needed
   * @param settings where the profile is to be
   * @param name of the account
   * @return what that device is asked; the caller closes it
   */
  public static DeviceRequest requestDevice(
      MessengerSettings settings, String name, Supplier<String> password) {
    return DeviceRequest.make(settings, e1(), name, password);
  }

  private static E1 e1() {
    return new E1(Sodium.load());
  }

  /**
   * Connects, and from then on stays connected; the listener is told within 2 s how that went.
   * Nothing more happens when it is called again.
   */
  public void start() {
    if (started.getAndSet(true)) {
      return;
    }
    works.network().line().start();
    works.network().switchboard().expectConnection();
  }

  /**
   * The server that this speaks to.
   *
   * @return its address
   */
  public ServerUrl server() {
    return works.network().api().url();
  }

  /**
   * The server that the profile spoke to before, if that is another one.
   *
   * @return its address, or empty
   */
  public Optional<ServerUrl> serverBefore() {
    return Optional.ofNullable(works.network().before());
  }

  /**
   * The name of the account.
   *
   * @return in small letters
   */
  public String name() {
    return reading(step -> new Own(step, works.tools().e1()).name().orElse(""));
  }

  /**
   * The direct conversation with somebody; asks the server if the name is new.
   *
   * @param name name of the account, in any case of letters
   * @return the conversation, made if there was none
   */
  public Conversation conversationWith(String name) {
    return changing(step -> {
      UUID user = works.contacts().find(step, name);
      return handle(works.talk().history().make(step, user));
    });
  }

  /**
   * A conversation by its id, as {@link Message#conversation}, {@link Notice#conversation} and the
   * listener name it; empty if there is none on this device. Ids never change.
   *
   * @param id of any conversation
   * @return the conversation, or empty
   */
  public Optional<Conversation> conversation(UUID id) {
    return reading(step -> new Conversations(step).find(id).map(this::handle));
  }

  /**
   * Makes a group, whose only admin is this account. If no answer came, the next session or the
   * same call once more finishes it, and the exception says so.
   *
   * @param title 1 to 200 bytes of UTF-8, for all members to see
   * @param names of the others
   * @return the group, in force at the server
   */
  public Group createGroup(String title, List<String> names) {
    List<UUID> others =
        changing(step -> names.stream().map(name -> works.contacts().find(step, name)).toList());
    Set<UUID> each = new LinkedHashSet<>(others);
    return new Group(this, works, make(title, each));
  }

  private UUID make(String title, Set<UUID> others) {
    try {
      return works.desk().call(() -> works.circles().changes().make(title, others));
    } catch (MessengerException e) {
      boolean kept =
          reading(step ->
              new Groups(step, works.tools().e1())
                  .plans().stream().anyMatch(plan -> plan.title().equals(title)));
      throw kept ? e.and("The group is kept, and made as soon as that works.") : e;
    }
  }

  /**
   * The group whose conversation this is.
   *
   * @param conversation one that {@link Conversation#isGroup}
   * @return the group
   */
  public Group group(Conversation conversation) {
    if (!conversation.isGroup()) {
      throw new MessengerException("That is a conversation of two, not a group.");
    }
    return new Group(this, works, conversation.id());
  }

  /**
   * All conversations.
   *
   * @return in no order; empty if there is none
   */
  public List<Conversation> conversations() {
    return reading(step -> new Conversations(step).all().stream().map(this::handle).toList());
  }

  /**
   * What two people compare to know that nobody stands between them (docs/E2EE.md §2.10): 60 digits
   * in three lines of four groups. Both see the same; it changes with the account key of either. If
   * a changed key of the other one waits for a word, this is the number with that.
   *
   * @param name of the other one
   * @return the digits, with blanks and line breaks
   */
  public String safetyNumber(String name) {
    return changing(step -> identities.safetyNumber(step, name));
  }

  /**
   * The safety number was compared and is right: a later change of key blocks sending. If a changed
   * key waits to be accepted, this accepts it.
   *
   * @param compared what {@link #safetyNumber} said and the two people compared
   * @param name of the other one
   * @throws MessengerException if that is not the number any more; nothing has changed
   */
  public void markVerified(String name, String compared) {
    changing(step -> identities.markVerified(step, name, compared));
    goOn();
  }

  /**
   * Whether {@link #markVerified} was said of the key that {@link #safetyNumber} shows.
   *
   * @param name of the other one
   * @return whether that key, or one that led to it, was compared
   */
  public boolean isVerified(String name) {
    return changing(step -> identities.isVerified(step, name));
  }

  /**
   * Whether a changed key waits for a word, or is in use without one.
   *
   * @param name of the other one
   * @return whether {@link #acceptNewKey} and {@link #rejectNewKey} have something to decide
   */
  public boolean hasChangedKey(String name) {
    return changing(step -> identities.hasChangedKey(step, name));
  }

  /**
   * A changed identity key is accepted, unverified; what waited for that is opened and sent.
   *
   * @param shown what {@link #safetyNumber} says with the key that is meant
   * @param name of the other one
   * @throws MessengerException if that is not the number any more, or no changed key waits; nothing
   *     has changed
   */
  public void acceptNewKey(String name, String shown) {
    changing(step -> identities.acceptNewKey(step, name, shown));
    goOn();
  }

  /**
   * A changed identity key is refused: the key from before stays in force, what came under the new
   * one is thrown away, and what waited goes on under the old. If nobody had compared that, the new
   * one has been in use since; then the old one comes back, unless a word about the new one was
   * said. The same list is not told of again, and any other change waits for a word.
   *
   * @param shown what {@link #safetyNumber} says with the key that is refused
   * @param name of the other one
   * @throws MessengerException if that is not the number any more, or no changed key waits
   */
  public void rejectNewKey(String name, String shown) {
    changing(step -> identities.rejectNewKey(step, name, shown));
    goOn();
  }

  /**
   * The devices of an account, as its newest signed list names them.
   *
   * @param name of the account, which may be the own one
   * @return all that are not revoked
   */
  public List<KnownDevice> devices(String name) {
    return changing(step -> identities.devices(step, name));
  }

  /**
   * The account of this device, to be changed by a device that holds its key.
   *
   * @return always the same
   */
  public Account account() {
    return account;
  }

  /**
   * What the person was told lately, oldest first: the last 200, also by earlier runs, with {@link
   * Notice#evidence} where there is any. Alarms and changes of keys outlast the rest.
   *
   * @return empty if nothing was told
   */
  public List<ToldNotice> notices() {
    return reading(works.talk().history()::notices);
  }

  /**
   * Whether everything that was sent is on the server's disk.
   *
   * @return whether nothing waits to leave, nor for an answer
   */
  public boolean isAllSent() {
    return works.desk().call(works.talk().postbox()::isEmpty);
  }

  /**
   * How many texts are not on the server's disk yet.
   *
   * @return 0 if all are
   */
  public int unsent() {
    return reading(step -> new Sends(step).waitingTexts());
  }

  /** Says goodbye and closes the profile; what was not sent leaves after the next opening. */
  @Override
  public void close() {
    works.close();
  }

  /** Opens and sends what waited for a word about a key. */
  private void goOn() {
    works.desk().execute(works.talk().arrivals()::takeKept);
    works.desk().execute(works.talk().postbox()::release);
  }

  private Conversation handle(StoredConversation stored) {
    return new Conversation(this, stored);
  }

  Works works() {
    return works;
  }

  <T> T changing(Function<Transaction, T> work) {
    return works
        .desk()
        .call(() -> {
          try (Transaction step = works.tools().begin()) {
            T result = work.apply(step);
            step.commit();
            return result;
          }
        });
  }

  /** Does what has steps of its own. */
  void doing(Runnable work) {
    works.desk().call(Executors.callable(work));
  }

  <T> T reading(Function<Transaction, T> work) {
    return works
        .desk()
        .call(() -> {
          try (Transaction step = works.tools().begin()) {
            return work.apply(step);
          }
        });
  }
}
