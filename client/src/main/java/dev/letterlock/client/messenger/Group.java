package dev.letterlock.client.messenger;

import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.crypto.e2ee.group.GroupView;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * A group of the account: who is in it is signed by the members' devices and verified here
 * (docs/E2EE.md §2.8), so that no server can add, remove or swap anybody. A small handle; every
 * method asks the server and blocks. Safe for any thread but that of the disk. Methods throw {@link
 * MessengerException} with a sentence for a person, such as that only an admin may do that.
 */
public final class Group {

  private static final Comparator<Member> ADMINS_FIRST =
      Comparator.comparing(Member::admin).reversed().thenComparing(Member::name);

  private final Messenger messenger;
  private final Works works;
  private final UUID id;

  Group(Messenger messenger, Works works, UUID id) {
    this.messenger = messenger;
    this.works = works;
    this.id = id;
  }

  /**
   * Somebody in a group.
   *
   * @param name of the account
   * @param admin whether the state of the group lets the account change it
   * @param self whether it is one's own account
   * @param stranger whether the account's key is not the one that the group names: nothing is
   *     encrypted for it before an admin takes it out and in again
   */
  public record Member(String name, boolean admin, boolean self, boolean stranger) {}

  /** What is said in the group. */
  public Conversation conversation() {
    return messenger.reading(step -> {
      StoredConversation stored = new Conversations(step).find(id).orElseThrow();
      return new Conversation(messenger, stored);
    });
  }

  /** Everybody in the newest state that was verified here, admins first. */
  public List<Member> members() {
    return messenger.changing(step -> {
      GroupView view = works.circles().book().view(step, id);
      List<UUID> strangers = works.circles().book().strangers(step, view);
      return view.current().roster().members().stream()
          .map(member ->
              new Member(
                  works.contacts().name(step, member.user()),
                  member.isAdmin(),
                  member.user().equals(works.tools().user()),
                  strangers.contains(member.user())))
          .sorted(ADMINS_FIRST)
          .toList();
    });
  }

  /** Takes somebody in, who reads what is said from then on. */
  public void add(String name) {
    UUID user = messenger.changing(step -> works.contacts().find(step, name));
    messenger.doing(() -> works.circles().changes().add(id, user));
  }

  /** Puts somebody out, who reads nothing that is said from then on. */
  public void remove(String name) {
    UUID user = messenger.changing(step -> works.contacts().find(step, name));
    messenger.doing(() -> works.circles().changes().remove(id, user));
  }

  /** Makes a member an admin. */
  public void promote(String name) {
    UUID user = messenger.changing(step -> works.contacts().find(step, name));
    messenger.doing(() -> works.circles().changes().promote(id, user));
  }

  /** Gives the group a name that all its members see. */
  public void rename(String title) {
    messenger.changing(step -> {
      works.circles().changes().name(step, id, title);
      return true;
    });
  }

  /** Leaves; what was said stays on this device. */
  public void leave() {
    messenger.doing(() -> works.circles().changes().leave(id));
  }

  @Override
  public String toString() {
    return "Group[" + id + "]";
  }
}
