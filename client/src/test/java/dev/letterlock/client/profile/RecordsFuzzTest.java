package dev.letterlock.client.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.state.StateRejectedException;
import dev.letterlock.crypto.primitive.Sodium;
import java.util.function.UnaryOperator;

/**
 * The records of a profile: whatever the bytes, they are refused by their own exception or written
 * in a form that does not change any more. {@code JAZZER_FUZZ=1 mvn test -pl client -am
 * -Dtest=RecordsFuzzTest#storedMessage} looks for more.
 */
class RecordsFuzzTest {

  private static final E1 E1_OVER_SODIUM = new E1(Sodium.load());

  @FuzzTest
  void storedConversation(byte[] bytes) {
    refusesOrSettles(record -> StoredConversation.decode(record).encode(), bytes);
  }

  @FuzzTest
  void storedMessage(byte[] bytes) {
    refusesOrSettles(record -> StoredMessage.decode(record).encode(), bytes);
  }

  @FuzzTest
  void outboxEntry(byte[] bytes) {
    refusesOrSettles(record -> OutboxEntry.decode(record).encode(), bytes);
  }

  @FuzzTest
  void sentCopy(byte[] bytes) {
    refusesOrSettles(record -> SentCopy.decode(record).encode(), bytes);
  }

  @FuzzTest
  void deviceAsked(byte[] bytes) {
    refusesOrSettles(
        record -> {
          try (DeviceAsked asked = DeviceAsked.decode(E1_OVER_SODIUM, record)) {
            return asked.encode();
          }
        },
        bytes);
  }

  @FuzzTest
  void keptLetter(byte[] bytes) {
    refusesOrSettles(record -> KeptLetter.decode(record).encode(), bytes);
  }

  @FuzzTest
  void storedNotice(byte[] bytes) {
    refusesOrSettles(record -> StoredNotice.decode(record).encode(), bytes);
  }

  @FuzzTest
  void wait(byte[] bytes) {
    refusesOrSettles(record -> Wait.decode(record).encode(), bytes);
  }

  @FuzzTest
  void openComparison(byte[] bytes) {
    refusesOrSettles(record -> OpenComparison.decode(record).encode(), bytes);
  }

  @FuzzTest
  void plannedState(byte[] bytes) {
    refusesOrSettles(record -> PlannedState.decode(record).encode(), bytes);
  }

  @FuzzTest
  void receiptMark(byte[] bytes) {
    refusesOrSettles(record -> ReceiptMark.decode(record).encode(), bytes);
  }

  @FuzzTest
  void seenMark(byte[] bytes) {
    refusesOrSettles(record -> Seen.Mark.decode(record).encode(), bytes);
  }

  @FuzzTest
  void cursor(byte[] bytes) {
    refusesOrSettles(record -> Own.encode(Own.decodeCursor(record)), bytes);
  }

  @FuzzTest
  void tokens(byte[] bytes) {
    refusesOrSettles(record -> Own.encode(Own.decodeTokens(record)), bytes);
  }

  @FuzzTest
  void certificates(byte[] bytes) {
    refusesOrSettles(record -> Peers.encode(Peers.decodeCertificates(record)), bytes);
  }

  @FuzzTest
  void number(byte[] bytes) {
    refusesOrSettles(record -> Fields.ofNumber(Fields.number(record)), bytes);
  }

  @FuzzTest
  void numbers(byte[] bytes) {
    refusesOrSettles(record -> Fields.ofNumbers(Fields.numbers(record)), bytes);
  }

  @FuzzTest
  void ids(byte[] bytes) {
    refusesOrSettles(record -> Fields.ofIds(Fields.ids(record)), bytes);
  }

  @FuzzTest
  void id(byte[] bytes) {
    refusesOrSettles(record -> Fields.ofId(Fields.id(record)), bytes);
  }

  private static void refusesOrSettles(UnaryOperator<byte[]> parser, byte[] bytes) {
    try {
      byte[] written = parser.apply(bytes.clone());
      assertThat(parser.apply(written.clone())).isEqualTo(written);
    } catch (StateRejectedException e) {
      assertThat(e).hasMessageContaining("(expected: ");
    }
  }
}
