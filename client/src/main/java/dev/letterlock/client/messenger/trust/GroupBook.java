package dev.letterlock.client.messenger.trust;

import dev.letterlock.client.api.AccessTokens;
import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.api.GroupStates;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Groups;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.ListView;
import dev.letterlock.crypto.e2ee.content.ViewHistory;
import dev.letterlock.crypto.e2ee.group.ChainHolder;
import dev.letterlock.crypto.e2ee.group.ChainHolders;
import dev.letterlock.crypto.e2ee.group.DatedState;
import dev.letterlock.crypto.e2ee.group.GroupRejectedException;
import dev.letterlock.crypto.e2ee.group.GroupView;
import dev.letterlock.crypto.e2ee.group.StateEvidence;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is in which group: signed states, verified one after the other (docs/E2EE.md §2.8). On the
 * desk; asks the server when something is not known. Throws {@link GroupRejectedException} for a
 * state that breaks a rule, {@link RefusedException} for an answer that cannot be used, {@link
 * ApiException} where there is none.
 */
public final class GroupBook {

  private static final Logger LOG = LoggerFactory.getLogger(GroupBook.class);

  private final Tools tools;
  private final Contacts contacts;
  private final GroupStates states;
  private final AccessTokens tokens;
  private final GroupReports reports;
  private final Set<Excluded> warned = new HashSet<>();
  private final Set<StateEvidence> split = new HashSet<>();

  public GroupBook(
      Tools tools,
      Contacts contacts,
      GroupStates states,
      AccessTokens tokens,
      GroupReports reports) {
    this.tools = tools;
    this.contacts = contacts;
    this.states = states;
    this.tokens = tokens;
    this.reports = reports;
  }

  /** A member for whom nothing is encrypted. */
  private record Excluded(UUID group, UUID user) {}

  public Groups groups(Transaction step) {
    return new Groups(step, tools.e1());
  }

  /** The group as it is known here; asked for if it is not. */
  public GroupView view(Transaction step, UUID group) {
    Optional<GroupView> known = groups(step).view(group);
    if (known.isEmpty()) {
      refresh(step, group);
      return groups(step).view(group).orElseThrow();
    }
    return known.get();
  }

  /** The group, asked for unless it is known up to that epoch. */
  public GroupView upTo(Transaction step, UUID group, int epoch) {
    GroupView view = view(step, group);
    if (Integer.compareUnsigned(epoch, view.current().epoch()) > 0) {
      refresh(step, group);
      return view(step, group);
    }
    return view;
  }

  /** Verifies what the server has of newer states. */
  public void refresh(Transaction step, UUID group) {
    if (!isShown(step, group)) {
      throw notShown();
    }
  }

  /** As {@link #refresh}; false if the server shows nothing, as to somebody who is no member. */
  public boolean isShown(Transaction step, UUID group) {
    Optional<GroupView> known = groups(step).view(group);
    int epoch = known.map(view -> view.current().epoch()).orElse(0);
    Optional<GroupStates.Chain> chain = shown(group, epoch);
    chain.ifPresent(shown -> follow(step, group, known, shown));
    return chain.isPresent();
  }

  private void follow(
      Transaction step, UUID group, Optional<GroupView> known, GroupStates.Chain chain) {
    long epoch = known.map(view -> Integer.toUnsignedLong(view.current().epoch())).orElse(0L);
    if (chain.epoch() < epoch) {
      reports.rolledBack(group);
      return;
    }
    List<DatedState> newer =
        chain.states().stream()
            .map(accepted -> new DatedState(accepted.state(), accepted.acceptedAt()))
            .toList();
    if (known.isEmpty()) {
      join(step, group, newer);
    } else {
      advance(step, known.get(), newer);
    }
  }

  /** Verifies states that follow. */
  public void advance(Transaction step, GroupView before, List<DatedState> newer) {
    if (!newer.isEmpty()) {
      GroupView next =
          new Signers(step, contacts).prove(signers -> before.advance(tools.e1(), newer, signers));
      groups(step).putView(next);
      meet(step, next);
      reports.changed(step, before.current(), next.current());
    }
  }

  /** Whether somebody who was away can verify the newest state that is known here. */
  public boolean isProvable(Transaction step, UUID group) {
    return view(step, group).isProvable(tools.e1(), new Signers(step, contacts));
  }

  /** Takes a group up, from its first state to the newest. */
  public void join(Transaction step, UUID group, List<DatedState> chain) {
    GroupView view =
        new Signers(step, contacts).prove(signers -> GroupView.join(tools.e1(), chain, signers));
    if (!view.current().group().equals(group)) {
      throw new RefusedException("The server showed another group than the one asked for.");
    }
    if (!view.current().roster().has(tools.user())) {
      throw new RefusedException("The server showed a group that you are not in.");
    }
    groups(step).putView(view);
    meet(step, view);
    Conversations conversations = new Conversations(step);
    if (conversations.find(group).isEmpty()) {
      conversations.put(StoredConversation.fresh(group, true, tools.user(), names(step, view)));
      reports.joined(step, view.current());
    }
  }

  /** Learns who the members are; those that cannot be had now are asked for when they write. */
  private void meet(Transaction step, GroupView view) {
    for (GroupMember member : view.current().roster().members()) {
      try {
        if (!contacts.isKeyOf(step, member.user(), member.accountKey())) {
          warn(step, view.current().group(), member.user());
        }
      } catch (ApiException | RefusedException e) {
        LOG.debug("not met {}: {}", member.user(), e.getMessage());
      }
    }
  }

  /**
   * A member tells a state. What the server shows is asked first; if it shows less or another, that
   * is told. It shows nothing to somebody who was put out since: he follows what members told him
   * from the first state on, so that he can read what was written while he was one.
   *
   * @param teller the member
   * @param time when the server accepted the member's message, µs since 1970
   */
  public void learn(Transaction step, GroupState told, UUID teller, long time) {
    UUID group = told.group();
    boolean inIt = told.roster().has(tools.user());
    if (groups(step).view(group).isEmpty() && !inIt) {
      return;
    }
    boolean shown = inIt && isShownUpTo(step, group, told.epoch());
    Optional<GroupView> known = groups(step).view(group);
    if (known.isEmpty()) {
      joinFirst(step, told, time);
      return;
    }
    GroupView view = known.get();
    ViewHistory.Verdict verdict =
        groups(step).history(group).compare(ListView.of(tools.e1(), told));
    switch (verdict) {
      case AGREES, FORGOTTEN -> {}
      case SPLIT -> {
        if (!new LostLeave(view, told).explains(teller, tools.user())) {
          alarm(
              step,
              new Signers(step, contacts).prove(signers -> view.split(tools.e1(), told, signers)));
        }
      }
      case NEWER -> {
        advance(step, view, List.of(new DatedState(told, time)));
        if (shown) {
          reports.hidden(group);
        }
      }
    }
  }

  /** Every member tells the same state, which is worth one alarm. */
  private void alarm(Transaction step, StateEvidence evidence) {
    if (!split.contains(evidence)) {
      reports.split(step, evidence);
      step.afterwards(() -> split.add(evidence));
    }
  }

  private boolean isShownUpTo(Transaction step, UUID group, int epoch) {
    Optional<GroupView> known = groups(step).view(group);
    boolean enough =
        known.isPresent() && Integer.compareUnsigned(epoch, known.get().current().epoch()) <= 0;
    return enough || isShown(step, group);
  }

  private void joinFirst(Transaction step, GroupState told, long time) {
    if (told.epoch() != 1) {
      throw notShown();
    }
    join(step, told.group(), List.of(new DatedState(told, time)));
  }

  /** Checks that a member who writes is the one whom the group names, and warns of another. */
  public void requireNamed(Transaction step, GroupState state, UUID sender) {
    try {
      GroupView.requireNamed(state, sender, (user, key) -> contacts.isKeyOf(step, user, key));
    } catch (GroupRejectedException e) {
      warn(step, state.group(), sender);
      throw e;
    }
  }

  /** The devices that the own chain's key is for: all of all members but this one. */
  public ChainHolders present(Transaction step, GroupView view) {
    List<UUID> strangers = view.keyMismatches((user, key) -> contacts.isKeyOf(step, user, key));
    Set<ChainHolder> holders = new HashSet<>();
    for (GroupMember member : view.current().roster().members()) {
      if (strangers.contains(member.user())) {
        warn(step, view.current().group(), member.user());
      } else {
        warned.remove(new Excluded(view.current().group(), member.user()));
        addDevices(step, member, holders);
      }
    }
    return new ChainHolders(holders);
  }

  /** Those for whom nothing is encrypted, as far as is known while the server cannot be asked. */
  public List<UUID> strangers(Transaction step, GroupView view) {
    return view.keyMismatches((user, key) -> {
      try {
        return contacts.isKeyOf(step, user, key);
      } catch (ApiException | RefusedException e) {
        LOG.debug("key of {} not looked for: {}", user, e.getMessage());
        return true;
      }
    });
  }

  private void addDevices(Transaction step, GroupMember member, Set<ChainHolder> holders) {
    KeyFingerprint pinned =
        KeyFingerprint.of(tools.e1(), contacts.pins(step, member.user()).accountKey());
    for (TrustedDevice device : contacts.devices(step, member.user())) {
      if (!Contacts.address(device).equals(tools.address())) {
        holders.add(new ChainHolder(device.cert().address(), pinned));
      }
    }
  }

  private void warn(Transaction step, UUID group, UUID user) {
    if (warned.add(new Excluded(group, user))) {
      reports.otherKey(group, contacts.name(step, user));
    }
  }

  private Optional<GroupStates.Chain> shown(UUID group, int after) {
    try {
      return Optional.of(states.after(group, after, tokens.current()));
    } catch (KeyRejectedException | IllegalArgumentException e) {
      throw new RefusedException("The server showed a state of the group that is none.", e);
    } catch (ApiException e) {
      if (e.code().equals("unknown_conversation")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static RefusedException notShown() {
    return new RefusedException("The server says that you are not in this group.");
  }

  /** What a group is called before an admin's title has come. */
  private String names(Transaction step, GroupView view) {
    return view.current().roster().members().stream()
        .filter(member -> !member.user().equals(tools.user()))
        .map(member -> contacts.name(step, member.user()))
        .sorted()
        .collect(Collectors.joining("+"));
  }
}
