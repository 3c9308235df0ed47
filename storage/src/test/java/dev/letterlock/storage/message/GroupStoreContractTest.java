package dev.letterlock.storage.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.Samples;
import dev.letterlock.storage.StoreContract;
import dev.letterlock.storage.message.GroupStore.AppendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupStoreContractTest extends StoreContract {
  private final ConversationId group = Samples.conversation();
  private final SignedGroupState first = state(group, 1, OpaqueBytes.wrap(new byte[32]), users(3));
  private final SignedGroupState second = next(first);
  private final SignedGroupState third = next(second);
  private GroupStore groups;

  @BeforeEach
  void open() {
    groups = stores().groups();
  }

  @Test
  void growsByTheNextState() {
    assertThat(groups.append(first)).isEqualTo(AppendResult.APPENDED);
    assertThat(groups.append(second)).isEqualTo(AppendResult.APPENDED);

    assertThat(groups.latest(group)).contains(second);
    assertThat(groups.latest(Samples.conversation())).isEmpty();
  }

  @Test
  void handsOutTheChainInOrder() {
    Stream.of(first, second, third).forEach(groups::append);

    assertThat(groups.chain(group, 0, 10)).containsExactly(first, second, third);
    assertThat(groups.chain(group, 1, 10)).containsExactly(second, third);
    assertThat(groups.chain(group, 0, 2)).containsExactly(first, second);
    assertThat(groups.chain(group, 2, 1)).containsExactly(third);
    assertThat(groups.chain(group, 3, 10)).isEmpty();
    assertThat(groups.chain(Samples.conversation(), 0, 10)).isEmpty();
  }

  @Test
  void takesTheNewestAgainAndNothingOutOfOrder() {
    assertThat(groups.append(second)).isEqualTo(AppendResult.NOT_NEXT);
    groups.append(first);
    assertThat(groups.append(first)).isEqualTo(AppendResult.ALREADY_THERE);
    assertThat(groups.append(third)).isEqualTo(AppendResult.NOT_NEXT);
    assertThat(groups.append(state(group, 2, Samples.bytes(32), users(1))))
        .isEqualTo(AppendResult.NOT_NEXT);
    assertThat(groups.append(state(group, 1, OpaqueBytes.wrap(new byte[32]), users(1))))
        .isEqualTo(AppendResult.NOT_NEXT);

    groups.append(second);
    assertThat(groups.append(first)).isEqualTo(AppendResult.NOT_NEXT);
    assertThat(groups.latest(group)).contains(second);
  }

  @Test
  void holdsAThousandMembers() {
    SignedGroupState large = state(group, 1, OpaqueBytes.wrap(new byte[32]), users(1000));

    groups.append(large);

    assertThat(groups.latest(group)).contains(large);
  }

  /** R17: one of many rivals wins, and the chain has no fork. */
  @Test
  void appendsOneOfManyRivals() throws Exception {
    groups.append(first);
    List<AppendResult> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<AppendResult>> calls = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        calls.add(threads.submit(() -> groups.append(next(first))));
      }
      for (Future<AppendResult> call : calls) {
        results.add(call.get());
      }
    }
    assertThat(results).containsOnlyOnce(AppendResult.APPENDED).contains(AppendResult.NOT_NEXT);
    assertThat(groups.chain(group, 0, 10)).hasSize(2).startsWith(first);
  }

  private static SignedGroupState next(SignedGroupState before) {
    return state(before.group(), before.epoch() + 1, before.stateHash(), users(2));
  }

  private static SignedGroupState state(
      ConversationId group, long epoch, OpaqueBytes previous, Set<UserId> members) {
    return new SignedGroupState(
        group,
        epoch,
        previous,
        Samples.bytes(32),
        members,
        1_700_000_000_000_000L + epoch,
        Samples.bytes(200));
  }

  private static Set<UserId> users(int count) {
    return Stream.generate(Samples::user).limit(count).collect(Collectors.toSet());
  }
}
