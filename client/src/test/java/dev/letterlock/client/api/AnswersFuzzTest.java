package dev.letterlock.client.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * What a server answers in JSON: whatever the bytes, they become structures or are refused by the
 * exceptions that callers expect. {@code JAZZER_FUZZ=1 mvn test -pl client -am
 * -Dtest=AnswersFuzzTest#list} looks for more.
 */
class AnswersFuzzTest {

  @FuzzTest
  void list(byte[] bytes) {
    refusesOrReads(Directory.ListJson.class, list -> assertThat(list.toList()).isNotNull(), bytes);
  }

  @FuzzTest
  void bundles(byte[] bytes) {
    refusesOrReads(
        Directory.Claimed.class,
        claimed -> assertThat(claimed.toBundles()).doesNotContainNull(),
        bytes);
  }

  @FuzzTest
  void groupStates(byte[] bytes) {
    refusesOrReads(
        GroupStates.Page.class,
        page -> page.states().forEach(state -> assertThat(state.accepted()).isNotNull()),
        bytes);
  }

  @FuzzTest
  void tokens(byte[] bytes) {
    refusesOrReads(
        AccessTokens.Tokens.class, tokens -> assertThat(tokens.accessToken()).isNotNull(), bytes);
  }

  @FuzzTest
  void ticket(byte[] bytes) {
    refusesOrReads(Ticket.class, ticket -> assertThat(ticket.freshAddress()).isNotNull(), bytes);
  }

  @FuzzTest
  void nonce(byte[] bytes) {
    refusesOrReads(
        ApiClient.Nonce.class,
        nonce -> assertThat(Base64Url.decode(nonce.nonce())).isNotNull(),
        bytes);
  }

  @FuzzTest
  void inForce(byte[] bytes) {
    refusesOrReads(
        GroupStates.InForce.class,
        state -> assertThat(Long.toUnsignedString(state.time())).isNotEmpty(),
        bytes);
  }

  @FuzzTest
  void problem(byte[] bytes) {
    Problem problem = Problem.of(bytes);
    assertThat(problem.code()).isNotNull();
    assertThat(problem.sentence()).isNotNull();
  }

  private static <T> void refusesOrReads(Class<T> type, Consumer<T> use, byte[] bytes) {
    try {
      use.accept(ApiClient.read(bytes, type));
    } catch (IOException | KeyRejectedException | IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
