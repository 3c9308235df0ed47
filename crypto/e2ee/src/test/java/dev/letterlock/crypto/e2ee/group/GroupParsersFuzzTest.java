package dev.letterlock.crypto.e2ee.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.e2ee.content.ContentRejectedException;
import dev.letterlock.crypto.e2ee.content.SequenceTrack;
import dev.letterlock.crypto.e2ee.content.ViewHistory;
import dev.letterlock.crypto.e2ee.safety.SafetyCode;
import dev.letterlock.crypto.e2ee.state.StateRejectedException;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/**
 * Every parser of groups, content and safety numbers: whatever the bytes, it refuses them by its
 * own exception or writes the same bytes again. A normal run replays the corpus beside this class;
 * {@code JAZZER_FUZZ=1 mvn test -pl crypto/e2ee -am -Dtest=GroupParsersFuzzTest#content} looks for
 * more.
 */
class GroupParsersFuzzTest {

  private static final VectorWorld WORLD = new VectorWorld();

  @FuzzTest
  void content(byte[] bytes) {
    refusesOrRepeats(
        content -> ContentCodec.encode(ContentCodec.decode(ByteBuffer.wrap(content))), bytes);
  }

  @FuzzTest
  void groupState(byte[] bytes) {
    refusesOrRepeats(state -> GroupState.parse(state).encode(), bytes);
  }

  @FuzzTest
  void senderKey(byte[] bytes) {
    refusesOrRepeats(key -> SenderKeyDistribution.parse(key).encode(), bytes);
  }

  @FuzzTest
  void safetyCode(byte[] bytes) {
    refusesOrRepeats(code -> SafetyCode.parse(code).encode(), bytes);
  }

  @FuzzTest
  void senderChain(byte[] bytes) {
    refusesOrRepeats(chain -> SenderChain.decode(chain).encode(), bytes);
  }

  @FuzzTest
  void senderChains(byte[] bytes) {
    refusesOrRepeats(chains -> SenderChains.decode(chains).encode(), bytes);
  }

  @FuzzTest
  void chainHolders(byte[] bytes) {
    refusesOrRepeats(holders -> ChainHolders.decode(holders).encode(), bytes);
  }

  @FuzzTest
  void groupView(byte[] bytes) {
    boolean old = bytes.length > 0 && bytes[0] == 1;
    refusesOrRepeats(
        view -> {
          GroupView read = GroupView.decode(view);
          assertThat(GroupView.decode(read.encode())).isEqualTo(read);
          return old ? view : read.encode();
        },
        bytes);
  }

  @FuzzTest
  void stateEvidence(byte[] bytes) {
    refusesOrRepeats(evidence -> StateEvidence.decode(evidence).encode(), bytes);
  }

  @FuzzTest
  void viewHistory(byte[] bytes) {
    refusesOrRepeats(history -> ViewHistory.decode(history).encode(), bytes);
  }

  @FuzzTest
  void sequenceTrack(byte[] bytes) {
    refusesOrRepeats(track -> SequenceTrack.decode(track).encode(), bytes);
  }

  /** Laid over a good message the bytes never make it open, nor do they change what is known. */
  @FuzzTest
  void groupMessage(byte[] difference) {
    SenderChains chains = SenderChains.none().with(WORLD.e1, WORLD.chain.distribution(WORLD.e1));
    byte[] good = WORLD.messages.get(3).sealed().toByteArray();
    byte[] changed = good.clone();
    for (int i = 0; i < Math.min(changed.length, difference.length); i++) {
      changed[i] ^= difference[i];
    }
    byte[] before = chains.encode();
    try {
      new People().cipher.open(chains, changed);
      assertThat(changed).isEqualTo(good);
    } catch (GroupRejectedException e) {
      assertThat(changed).isNotEqualTo(good);
      assertThat(chains.encode()).isEqualTo(before);
    }
  }

  private static void refusesOrRepeats(UnaryOperator<byte[]> parser, byte[] bytes) {
    try {
      assertThat(parser.apply(bytes)).isEqualTo(bytes);
    } catch (ContentRejectedException
        | GroupRejectedException
        | KeyRejectedException
        | StateRejectedException e) {
      assertThat(e).hasMessageContaining("(expected: ");
    }
  }
}
