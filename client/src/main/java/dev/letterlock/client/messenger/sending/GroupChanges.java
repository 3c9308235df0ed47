package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.GroupBook;
import dev.letterlock.client.profile.PlannedState;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.group.GroupView;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupRoster;
import dev.letterlock.crypto.group.GroupSigner;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.group.MemberRole;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Makes and changes groups: signs the next state, lets the server put it in force, and tells it to
 * all whom it concerns (docs/E2EE.md §2.8). If somebody else was faster, his change is verified and
 * the own one signed anew on top of it. What was begun before and not finished goes first. On the
 * desk; not within a step, as the states are on disk before the server is asked.
 */
public final class GroupChanges {

  private static final String NOT_ADMIN = "Only an admin of the group may do that.";
  private static final int MOST_ATTEMPTS = 5;

  private final Tools tools;
  private final Contacts contacts;
  private final GroupBook book;
  private final GroupNews news;
  private final PlannedStates plans;

  public GroupChanges(
      Tools tools, Contacts contacts, GroupBook book, GroupNews news, PlannedStates plans) {
    this.tools = tools;
    this.contacts = contacts;
    this.book = book;
    this.news = news;
    this.plans = plans;
  }

  /**
   * Makes a group of these users and oneself, its only admin; goes on with the same one if it was
   * begun before.
   */
  public UUID make(String title, Set<UUID> others) {
    requireTitle(title);
    GroupRoster roster = new GroupRoster(0, step(step -> members(step, others)));
    for (PlannedState begun : plans.all()) {
      boolean same =
          begun.title().equals(title)
              && Set.copyOf(begun.state().roster().members()).equals(Set.copyOf(roster.members()));
      Optional<GroupState> done = same ? plans.resume(begun) : Optional.empty();
      if (done.isPresent()) {
        return done.get().group();
      }
    }
    GroupState first =
        GroupState.first(
            tools.e1(), tools.own().signingKey(), signer(), tools.clock().millis(), roster);
    if (!plans.carryOut(new PlannedState(first, title))) {
      throw new RefusedException("The server has another group in the place of this one.");
    }
    return first.group();
  }

  private List<GroupMember> members(Transaction step, Set<UUID> others) {
    List<GroupMember> members = new ArrayList<>();
    members.add(member(step, tools.user(), MemberRole.ADMIN));
    others.stream()
        .filter(user -> !user.equals(tools.user()))
        .forEach(user -> members.add(member(step, user, MemberRole.MEMBER)));
    return members;
  }

  /** Takes somebody in; nothing earlier can be read there. */
  public void add(UUID group, UUID user) {
    GroupMember fresh = step(step -> member(step, user, MemberRole.MEMBER));
    change(
        group,
        members -> {
          if (members.stream().anyMatch(member -> member.user().equals(user))) {
            throw new RefusedException(name(user) + " is in the group already.");
          }
          members.add(fresh);
          return members;
        });
  }

  /** Puts somebody out: nothing later can be read there. */
  public void remove(UUID group, UUID user) {
    change(
        group,
        members -> {
          if (!members.removeIf(member -> member.user().equals(user))) {
            throw new RefusedException(name(user) + " is not in the group.");
          }
          return members;
        });
  }

  /** Leaves; if no admin is left by that, the first of the others becomes one. */
  public void leave(UUID group) {
    change(
        group,
        members -> {
          members.removeIf(member -> member.user().equals(tools.user()));
          if (members.isEmpty()) {
            throw new RefusedException("You are the last one in this group.");
          }
          if (members.stream().noneMatch(GroupMember::isAdmin)) {
            members.set(0, asAdmin(members.getFirst()));
          }
          return members;
        });
  }

  /** Makes a member an admin. */
  public void promote(UUID group, UUID user) {
    change(
        group,
        members -> {
          if (members.stream().noneMatch(member -> member.user().equals(user))) {
            throw new RefusedException(name(user) + " is not in the group.");
          }
          members.replaceAll(member -> member.user().equals(user) ? asAdmin(member) : member);
          return members;
        });
  }

  /**
   * Signs the newest state anew, if that is an admin's to do and still wanted: who was away could
   * not verify it.
   */
  void signAnew(UUID group) {
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      plans.of(group).ifPresent(plans::resume);
      GroupState now = step(step -> refreshed(step, group));
      boolean wanted = isAdmin(now) && !step(step -> book.isProvable(step, group));
      if (!wanted || plans.carryOut(new PlannedState(next(now, members -> members), ""))) {
        return;
      }
    }
  }

  /** Calls the group something, and tells all members. */
  public void name(Transaction step, UUID group, String title) {
    requireTitle(title);
    GroupView view = book.view(step, group);
    if (!isAdmin(view.current())) {
      throw new RefusedException(NOT_ADMIN);
    }
    news.named(step, view.current(), title);
  }

  private static void requireTitle(String title) {
    if (!GroupNews.isTitle(title)) {
      throw new RefusedException("A group needs a name of 1 to 200 bytes.");
    }
  }

  private boolean isAdmin(GroupState state) {
    return state.roster().member(tools.user()).filter(GroupMember::isAdmin).isPresent();
  }

  private void change(UUID group, UnaryOperator<List<GroupMember>> edit) {
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      if (isFinished(group, edit)) {
        return;
      }
      GroupState now = step(step -> refreshed(step, group));
      if (plans.carryOut(new PlannedState(next(now, edit), ""))) {
        return;
      }
    }
    throw new RefusedException("The group is being changed by others just now; try again.");
  }

  private GroupState refreshed(Transaction step, UUID group) {
    book.refresh(step, group);
    return book.view(step, group).current();
  }

  /** Whether a state that was begun before is in force now and does what the edit would. */
  private boolean isFinished(UUID group, UnaryOperator<List<GroupMember>> edit) {
    Optional<PlannedState> begun = plans.of(group);
    if (begun.isEmpty()) {
      return false;
    }
    GroupState state = begun.get().state();
    return plans.resume(begun.get()).isPresent() && isMadeBy(edit, state);
  }

  private boolean isMadeBy(UnaryOperator<List<GroupMember>> edit, GroupState state) {
    GroupView view = step(step -> book.view(step, state.group()));
    try {
      return view.after(state.epoch() - 2).stream()
          .findFirst()
          .filter(before -> before.epoch() == state.epoch() - 1)
          .filter(before -> roles(edited(before, edit)).equals(roles(state.roster().members())))
          .isPresent();
    } catch (RefusedException e) {
      return false;
    }
  }

  /** Who may do what, whatever account keys are written down. */
  static Map<UUID, MemberRole> roles(List<GroupMember> members) {
    return members.stream().collect(Collectors.toMap(GroupMember::user, GroupMember::role));
  }

  private static List<GroupMember> edited(
      GroupState before, UnaryOperator<List<GroupMember>> edit) {
    return edit.apply(new ArrayList<>(before.roster().members()));
  }

  /** An admin writes down which keys those that are in the group have led to. */
  private List<GroupMember> withNewKeys(Transaction step, List<GroupMember> members) {
    return members.stream()
        .map(
            member -> hasNewKey(step, member) ? member(step, member.user(), member.role()) : member)
        .toList();
  }

  private boolean hasNewKey(Transaction step, GroupMember member) {
    return contacts.peers(step).pins(member.user()).isPresent()
        && contacts.isKeyOf(step, member.user(), member.accountKey());
  }

  private GroupState next(GroupState before, UnaryOperator<List<GroupMember>> edit) {
    List<GroupMember> edited = edited(before, edit);
    List<GroupMember> members = isAdmin(before) ? step(step -> withNewKeys(step, edited)) : edited;
    try {
      GroupState next =
          before.next(
              tools.e1(),
              tools.own().signingKey(),
              signer(),
              tools.clock().millis(),
              new GroupRoster(before.roster().policy(), members));
      next.requireFollows(tools.e1(), before);
      return next;
    } catch (KeyRejectedException e) {
      throw new RefusedException(
          switch (e.fault()) {
            case NO_ADMIN -> isAdmin(before) ? "A group cannot be without an admin." : NOT_ADMIN;
            case BAD_MEMBER_COUNT -> "A group has 1 to 1,000 members.";
            default -> NOT_ADMIN;
          },
          e);
    }
  }

  private <T> T step(Function<Transaction, T> work) {
    try (Transaction step = tools.begin()) {
      T result = work.apply(step);
      step.commit();
      return result;
    }
  }

  private String name(UUID user) {
    return step(step -> contacts.name(step, user));
  }

  private GroupMember member(Transaction step, UUID user, MemberRole role) {
    DeviceListPins pins = contacts.pins(step, user);
    return new GroupMember(user, role, KeyFingerprint.of(tools.e1(), pins.accountKey()));
  }

  private static GroupMember asAdmin(GroupMember member) {
    return new GroupMember(member.user(), MemberRole.ADMIN, member.accountKey());
  }

  private GroupSigner signer() {
    return new GroupSigner(tools.user(), tools.address().device());
  }
}
