package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.api.AccessTokens;
import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.api.GroupStates;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.GroupBook;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.e2ee.group.DatedState;
import dev.letterlock.crypto.e2ee.group.GroupView;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupRoster;
import dev.letterlock.crypto.group.GroupSigner;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.group.MemberRole;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Makes and changes groups: signs the next state, lets the server put it in force, and tells it to
 * all whom it concerns (docs/E2EE.md §2.8). If somebody else was faster, his change is verified and
 * the own one signed anew on top of it. If this device itself was, but did not hear of it, what is
 * in force is told at the next attempt. On the desk.
 */
public final class GroupChanges {

  private static final String NOT_ADMIN = "Only an admin of the group may do that.";
  private static final int MOST_ATTEMPTS = 5;

  private final Tools tools;
  private final Contacts contacts;
  private final GroupBook book;
  private final GroupStates states;
  private final AccessTokens tokens;
  private final GroupNews news;

  public GroupChanges(
      Tools tools,
      Contacts contacts,
      GroupBook book,
      GroupStates states,
      AccessTokens tokens,
      Writing writing) {
    this.tools = tools;
    this.contacts = contacts;
    this.book = book;
    this.states = states;
    this.tokens = tokens;
    this.news = new GroupNews(tools, contacts, writing);
  }

  /** Makes a group of these users and oneself, its only admin. */
  public UUID make(Transaction step, String title, Set<UUID> others) {
    List<GroupMember> members = new ArrayList<>();
    members.add(member(step, tools.user(), MemberRole.ADMIN));
    others.stream()
        .filter(user -> !user.equals(tools.user()))
        .forEach(user -> members.add(member(step, user, MemberRole.MEMBER)));
    GroupState first =
        GroupState.first(
            tools.e1(),
            tools.own().signingKey(),
            signer(),
            tools.clock().millis(),
            new GroupRoster(0, members));
    UUID group = first.group();
    book.join(step, group, List.of(new DatedState(first, put(first))));
    news.tell(step, first.roster(), new ContentBody.NewGroupState(first));
    name(step, group, title);
    return group;
  }

  /** Takes somebody in; nothing earlier can be read there. */
  public void add(Transaction step, UUID group, UUID user) {
    change(
        step,
        group,
        members -> {
          if (members.stream().anyMatch(member -> member.user().equals(user))) {
            throw new RefusedException(contacts.name(step, user) + " is in the group already.");
          }
          members.add(member(step, user, MemberRole.MEMBER));
          return members;
        });
    String title = new Conversations(step).find(group).orElseThrow().title();
    news.tell(step, Set.of(user), new ContentBody.GroupTitle(group, title));
  }

  /** Puts somebody out: nothing later can be read there. */
  public void remove(Transaction step, UUID group, UUID user) {
    change(
        step,
        group,
        members -> {
          if (!members.removeIf(member -> member.user().equals(user))) {
            throw new RefusedException(contacts.name(step, user) + " is not in the group.");
          }
          return members;
        });
  }

  /** Leaves; if no admin is left by that, the first of the others becomes one. */
  public void leave(Transaction step, UUID group) {
    change(
        step,
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
  public void promote(Transaction step, UUID group, UUID user) {
    change(
        step,
        group,
        members -> {
          if (members.stream().noneMatch(member -> member.user().equals(user))) {
            throw new RefusedException(contacts.name(step, user) + " is not in the group.");
          }
          members.replaceAll(member -> member.user().equals(user) ? asAdmin(member) : member);
          return members;
        });
  }

  /** Calls the group something, and tells all members. */
  public void name(Transaction step, UUID group, String title) {
    boolean tooLong =
        title.getBytes(StandardCharsets.UTF_8).length > ContentCodec.MAX_TITLE || title.isBlank();
    if (tooLong) {
      throw new RefusedException("A group needs a name of 1 to 200 bytes.");
    }
    GroupView view = book.view(step, group);
    requireAdmin(view);
    keepTitle(step, group, title);
    news.tell(step, view.current().roster(), new ContentBody.GroupTitle(group, title));
  }

  private void keepTitle(Transaction step, UUID group, String title) {
    Conversations conversations = new Conversations(step);
    StoredConversation found = conversations.find(group).orElseThrow();
    conversations.put(found.named(title));
  }

  private void requireAdmin(GroupView view) {
    if (!isAdmin(view.current())) {
      throw new RefusedException(NOT_ADMIN);
    }
  }

  private boolean isAdmin(GroupState state) {
    return state.roster().member(tools.user()).filter(GroupMember::isAdmin).isPresent();
  }

  private void change(Transaction step, UUID group, UnaryOperator<List<GroupMember>> edit) {
    GroupView known = book.view(step, group);
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      book.refresh(step, group);
      GroupView now = book.view(step, group);
      if (tellUntold(step, known, now, edit) || putInForce(step, now, edit)) {
        return;
      }
      known = now;
    }
    throw new RefusedException("The group is being changed by others just now; try again.");
  }

  /**
   * Tells the states that this device put in force without coming to know it, or to tell it.
   *
   * @return whether the newest of them is what the edit would make
   */
  private boolean tellUntold(
      Transaction step, GroupView known, GroupView now, UnaryOperator<List<GroupMember>> edit) {
    boolean done = false;
    GroupState before = known.current();
    for (GroupState state : now.after(before.epoch())) {
      boolean own = state.signer().equals(signer());
      if (own) {
        news.changed(step, before, state);
      }
      done = own && isMadeBy(edit, before, state);
      before = state;
    }
    return done;
  }

  private boolean isMadeBy(
      UnaryOperator<List<GroupMember>> edit, GroupState before, GroupState state) {
    try {
      return next(before, edit).roster().equals(state.roster());
    } catch (RefusedException e) {
      return false;
    }
  }

  /** What follows the server's yes cannot fail for want of the server. False if not the next. */
  private boolean putInForce(
      Transaction step, GroupView now, UnaryOperator<List<GroupMember>> edit) {
    GroupState next = next(now.current(), edit);
    try {
      book.advance(step, now, List.of(new DatedState(next, put(next))));
    } catch (ApiException e) {
      if (e.code().equals(GroupStates.CONFLICT)) {
        return false;
      }
      throw e;
    }
    news.changed(step, now.current(), next);
    return true;
  }

  private GroupState next(GroupState before, UnaryOperator<List<GroupMember>> edit) {
    List<GroupMember> members = edit.apply(new ArrayList<>(before.roster().members()));
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

  private long put(GroupState state) {
    return states.put(state, tools.own().signingKey(), tokens.current());
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
