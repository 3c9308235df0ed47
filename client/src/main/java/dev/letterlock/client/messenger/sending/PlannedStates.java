package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.api.AccessTokens;
import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.api.GroupStates;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.GroupBook;
import dev.letterlock.client.profile.PlannedState;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.group.DatedState;
import dev.letterlock.crypto.e2ee.group.GroupRejectedException;
import dev.letterlock.crypto.e2ee.group.GroupView;
import dev.letterlock.crypto.e2ee.store.VaultException;
import dev.letterlock.crypto.group.GroupState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts states of groups in force that this device has signed, and tells them (docs/E2EE.md §2.8). A
 * state is on disk before the server is asked, and until what tells it to all whom it concerns is
 * in the outbox: where the answer or the end of the step was lost it is finished by the next
 * attempt, or with the next session. On the desk.
 */
public final class PlannedStates {

  private static final Logger LOG = LoggerFactory.getLogger(PlannedStates.class);
  private static final String NOT_SHOWN = "unknown_conversation";

  private final Tools tools;
  private final GroupBook book;
  private final GroupStates states;
  private final AccessTokens tokens;
  private final GroupNews news;
  private final Audience audience;

  public PlannedStates(
      Tools tools,
      GroupBook book,
      GroupStates states,
      AccessTokens tokens,
      GroupNews news,
      Audience audience) {
    this.tools = tools;
    this.book = book;
    this.states = states;
    this.tokens = tokens;
    this.news = news;
    this.audience = audience;
  }

  /** Everything that is not finished. */
  List<PlannedState> all() {
    try (Transaction step = tools.begin()) {
      return book.groups(step).plans();
    }
  }

  /** What is not finished of a group. */
  Optional<PlannedState> of(UUID group) {
    try (Transaction step = tools.begin()) {
      return book.groups(step).plan(group);
    }
  }

  /**
   * Puts a new state in force.
   *
   * @return false if another one was faster
   * @throws ApiException if the server refuses it, or does not answer: then it stays planned
   */
  boolean carryOut(PlannedState plan) {
    try (Transaction step = tools.begin()) {
      book.groups(step).putPlan(plan);
      step.commit();
    }
    return finish(plan).isPresent();
  }

  /**
   * Takes a state up again of which it is not known whether it is in force.
   *
   * @return what is in force now: the state, or the first one of a group as it was signed anew;
   *     empty if it is not and will not be
   * @throws ApiException if the server does not answer
   */
  Optional<GroupState> resume(PlannedState plan) {
    try {
      return finish(plan);
    } catch (ApiException e) {
      if (isRefused(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Finishes what an earlier run left, or a lost answer. */
  public void resumeAll() {
    for (PlannedState plan : all()) {
      try {
        boolean asked = !isSameAsBefore(plan.state());
        if (resume(plan).isEmpty() && asked) {
          tellDropped(plan);
        }
      } catch (ApiException | RefusedException | GroupRejectedException | VaultException e) {
        LOG.debug("a planned state stays: {}", e.getMessage());
      }
    }
  }

  private Optional<GroupState> finish(PlannedState plan) {
    try {
      return Optional.of(put(plan));
    } catch (ApiException e) {
      if (!isRefused(e)) {
        throw e;
      }
      return afterRefusal(plan, e);
    }
  }

  /** The state in force once more is answered as the first time. */
  private GroupState put(PlannedState plan) {
    complete(plan, states.put(plan.state(), tools.own().signingKey(), tokens.current()));
    return plan.state();
  }

  /** A state that was in force is out of turn now, or too old to be looked at. */
  private Optional<GroupState> afterRefusal(PlannedState plan, ApiException refusal) {
    boolean another = refusal.code().equals(GroupStates.CONFLICT);
    boolean rejected = refusal.code().equals(GroupStates.REJECTED);
    if (isLeft(plan.state(), refusal)) {
      leave(plan);
      return Optional.of(plan.state());
    }
    if ((another || rejected) && wasInForce(plan)) {
      return Optional.of(plan.state());
    }
    if (rejected && isFirst(plan)) {
      return Optional.of(putAnew(plan));
    }
    drop(plan);
    if (!another) {
      throw refusal;
    }
    return Optional.empty();
  }

  /**
   * Signs the first state of a group anew, under another id: the server never had it, and takes no
   * state that was signed more than 10 minutes ago. Nothing waits for the old id, as there is no
   * conversation before a state is in force.
   */
  private GroupState putAnew(PlannedState plan) {
    GroupState old = plan.state();
    GroupState first =
        GroupState.first(
            tools.e1(),
            tools.own().signingKey(),
            old.signer(),
            tools.clock().millis(),
            old.roster());
    PlannedState fresh = new PlannedState(first, plan.title());
    try (Transaction step = tools.begin()) {
      book.groups(step).removePlan(old.group());
      book.groups(step).putPlan(fresh);
      step.commit();
    }
    try {
      return put(fresh);
    } catch (ApiException e) {
      if (isRefused(e)) {
        drop(fresh);
      }
      throw e;
    }
  }

  private static boolean isFirst(PlannedState plan) {
    return plan.state().epoch() == GroupState.FIRST_EPOCH;
  }

  /** Who has left is shown nothing any more, and not whether that was by this state. */
  private boolean isLeft(GroupState state, ApiException refusal) {
    return refusal.code().equals(NOT_SHOWN) && !state.roster().has(tools.user());
  }

  /** A Letterlock server names the problem; something before it may not. */
  private static boolean isRefused(ApiException e) {
    if (e.code().isEmpty()) {
      return false;
    }
    return switch (e.status()) {
      case 400, 403, 404, 409, 422 -> true;
      default -> false;
    };
  }

  /** Nothing here needs the server. */
  private void complete(PlannedState plan, long since) {
    GroupState state = plan.state();
    List<DatedState> dated = List.of(new DatedState(state, since));
    try (Transaction step = tools.begin()) {
      Optional<GroupView> known = book.groups(step).view(state.group());
      if (known.isEmpty()) {
        book.join(step, state.group(), dated);
      } else if (known.get().after(state.epoch() - 1).isEmpty()) {
        book.advance(step, known.get(), dated);
      }
      tell(step, plan);
      step.commit();
    }
  }

  /**
   * Of a state that is not in force this tells others nothing that they do not know: they would
   * take it and the one in its place for a split group.
   */
  private void leave(PlannedState plan) {
    GroupState state = plan.state();
    boolean another;
    try (Transaction step = tools.begin()) {
      another =
          book.groups(step).view(state.group()).stream()
              .flatMap(view -> view.after(state.epoch() - 1).stream())
              .anyMatch(known -> known.epoch() == state.epoch() && !known.equals(state));
    }
    if (another) {
      drop(plan);
    } else {
      complete(plan, TimeUnit.MILLISECONDS.toMicros(tools.clock().millis()));
    }
  }

  /** Another state may be in force after this one. */
  private boolean wasInForce(PlannedState plan) {
    UUID group = plan.state().group();
    try (Transaction step = tools.begin()) {
      boolean was =
          book.isShown(step, group) && book.view(step, group).after(0).contains(plan.state());
      if (was) {
        tell(step, plan);
      }
      step.commit();
      return was;
    }
  }

  private void tell(Transaction step, PlannedState plan) {
    GroupState state = plan.state();
    book.view(step, state.group()).after(state.epoch() - 2).stream()
        .findFirst()
        .filter(before -> before.epoch() == state.epoch() - 1)
        .ifPresentOrElse(
            before -> news.changed(step, before, state),
            () -> news.made(step, state, plan.title()));
    book.groups(step).removePlan(state.group());
  }

  private void drop(PlannedState plan) {
    try (Transaction step = tools.begin()) {
      book.groups(step).removePlan(plan.state().group());
      step.commit();
    }
  }

  /** No person asked for a state that only signs the members anew. */
  private boolean isSameAsBefore(GroupState state) {
    try (Transaction step = tools.begin()) {
      return book.groups(step).view(state.group()).stream()
          .flatMap(view -> view.after(state.epoch() - 2).stream())
          .anyMatch(before ->
              state.previous().equals(before.stateHash(tools.e1()))
                  && GroupChanges.roles(state.roster().members())
                      .equals(GroupChanges.roles(before.roster().members())));
    }
  }

  private void tellDropped(PlannedState plan) {
    boolean first = isFirst(plan);
    String sentence =
        first
            ? "The group " + plan.title() + " was not made: the server does not take it any more."
            : "A change of the group was not made: the server does not take it any more.";
    UUID conversation = first ? null : plan.state().group();
    audience.notice(Notice.of(Kind.REFUSED, conversation, sentence));
  }
}
