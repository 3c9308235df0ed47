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
    return finish(plan);
  }

  /**
   * Takes a state up again of which it is not known whether it is in force.
   *
   * @return false if it is not and will not be
   * @throws ApiException if the server does not answer
   */
  boolean resume(PlannedState plan) {
    try {
      return finish(plan);
    } catch (ApiException e) {
      if (isRefused(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Finishes what an earlier run left, or a lost answer. */
  public void resumeAll() {
    for (PlannedState plan : all()) {
      try {
        if (!resume(plan)) {
          tellDropped(plan);
        }
      } catch (ApiException | RefusedException | GroupRejectedException | VaultException e) {
        LOG.debug("a planned state stays: {}", e.getMessage());
      }
    }
  }

  /** The state in force once more is answered as the first time. */
  private boolean finish(PlannedState plan) {
    try {
      complete(plan, states.put(plan.state(), tools.own().signingKey(), tokens.current()));
      return true;
    } catch (ApiException e) {
      if (e.code().equals(GroupStates.CONFLICT)) {
        return wasInForce(plan);
      }
      if (isLeft(plan.state(), e)) {
        complete(plan, TimeUnit.MILLISECONDS.toMicros(tools.clock().millis()));
        return true;
      }
      if (isRefused(e)) {
        drop(plan);
      }
      throw e;
    }
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

  /** Another state is in force; this one may have been before it. */
  private boolean wasInForce(PlannedState plan) {
    UUID group = plan.state().group();
    try (Transaction step = tools.begin()) {
      book.refresh(step, group);
      boolean was = book.view(step, group).after(0).contains(plan.state());
      if (was) {
        tell(step, plan);
      } else {
        book.groups(step).removePlan(group);
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

  private void tellDropped(PlannedState plan) {
    boolean first = plan.state().epoch() == GroupState.FIRST_EPOCH;
    String sentence =
        first
            ? "The group " + plan.title() + " was not made: the server does not take it any more."
            : "A change of the group was not made: the server does not take it any more.";
    UUID conversation = first ? null : plan.state().group();
    audience.notice(Notice.of(Kind.REFUSED, conversation, sentence));
  }
}
