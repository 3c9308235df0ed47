package dev.letterlock.client.api;

import static java.util.Objects.requireNonNull;

import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The signed states of groups as the server keeps them (docs/openapi.yaml, {@code /v1/groups}).
 * Nothing is verified here: that is {@code GroupView}'s. Every call blocks; safe for any thread.
 */
public final class GroupStates {

  /** The code of a state that is not the next: read the chain, verify it, sign anew. */
  public static final String CONFLICT = "group_conflict";

  /**
   * The code of a state that breaks a rule, also of one whose time is too far from the server's.
   */
  public static final String REJECTED = "key_rejected";

  private static final int MOST_STATES = 10_000;

  private final ApiClient api;

  public GroupStates(ApiClient api) {
    this.api = api;
  }

  /**
   * A state with the server's word about it.
   *
   * @param acceptedAt when it came into force, server time in µs since 1970
   */
  public record Accepted(GroupState state, long acceptedAt) {}

  /**
   * What the server shows of a group.
   *
   * @param epoch in force, u32: beyond the last state's only if the server keeps states back
   */
  public record Chain(long epoch, List<Accepted> states) {
    public Chain {
      states = List.copyOf(states);
    }
  }

  /**
   * Puts a state in force.
   *
   * @param deviceKey DSK of the calling device, which has signed the state too
   * @param accessToken {@link AccessTokens#current()}
   * @return when it came into force, server time in µs since 1970
   * @throws ApiException with the code {@link #CONFLICT} if another state was faster
   */
  public long put(GroupState state, Ed25519KeyPair deviceKey, String accessToken) {
    ApiCall call =
        new ApiCall(
            "PUT",
            path(state.group()),
            Map.of("state", Base64Url.encode(state.encode())),
            accessToken,
            deviceKey);
    return api.call(call, InForce.class).time();
  }

  /**
   * All states after an epoch, in order; none if that is the newest.
   *
   * @param epoch 0 for all
   * @throws ApiException with the code {@code unknown_conversation} to those who are no members
   * @throws KeyRejectedException if the server's answer holds no states
   * @throws IllegalArgumentException if they never end
   */
  public Chain after(UUID group, int epoch, String accessToken) {
    List<Accepted> states = new ArrayList<>();
    int reached = epoch;
    Page part;
    do {
      String query = "?after_epoch=" + Integer.toUnsignedString(reached);
      part = api.call(ApiCall.get(path(group) + query, accessToken), Page.class);
      part.states().stream().map(Stored::accepted).forEach(states::add);
      if (states.size() > MOST_STATES) {
        throw new IllegalArgumentException(
            "states: " + states.size() + " (expected: at most " + MOST_STATES + ")");
      }
      reached = states.isEmpty() ? reached : states.getLast().state().epoch();
    } while (!part.states().isEmpty() && Integer.toUnsignedLong(reached) < part.epoch());
    return new Chain(part.epoch(), states);
  }

  private static String path(UUID group) {
    return "/v1/groups/" + group;
  }

  record InForce(String acceptedAt) {
    InForce {
      var _ = Long.parseUnsignedLong(requireNonNull(acceptedAt, "accepted_at"));
    }

    long time() {
      return Long.parseUnsignedLong(acceptedAt);
    }
  }

  /** States as they travel. */
  record Page(long epoch, List<Stored> states) {
    Page {
      states = List.copyOf(states);
    }
  }

  /** One of them. */
  record Stored(String state, String acceptedAt) {
    Stored {
      requireNonNull(state, "state");
      requireNonNull(acceptedAt, "accepted_at");
    }

    Accepted accepted() {
      return new Accepted(
          GroupState.parse(Base64Url.decode(state)), Long.parseUnsignedLong(acceptedAt));
    }
  }
}
