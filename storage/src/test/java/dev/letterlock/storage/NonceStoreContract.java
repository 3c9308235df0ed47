package dev.letterlock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.UserId;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of nonces keeps. */
public interface NonceStoreContract {
  UserId USER = new UserId(1, 2);
  UserId ANOTHER = new UserId(1, 3);

  /** The store under test. */
  NonceStore nonces();

  /** A nonce that is open for {@link #USER}. */
  default byte[] opened() {
    byte[] nonce = new byte[NonceStore.SIZE];
    new SecureRandom().nextBytes(nonce);
    nonces().open(USER, nonce);
    return nonce;
  }

  @Test
  default void isGoodOnce() {
    byte[] nonce = opened();

    assertThat(nonces().spend(USER, nonce)).isTrue();
    assertThat(nonces().spend(USER, nonce)).isFalse();
  }

  @Test
  default void isGoodForItsUserOnlyAndSpentByAWrongOne() {
    byte[] nonce = opened();

    assertThat(nonces().spend(ANOTHER, nonce)).isFalse();
    assertThat(nonces().spend(USER, nonce)).isFalse();
  }

  @Test
  default void isGoodAmongOthers() {
    byte[] first = opened();
    byte[] second = opened();

    assertThat(nonces().spend(USER, second)).isTrue();
    assertThat(nonces().spend(USER, first)).isTrue();
  }

  @Test
  default void refusesWhatWasNeverOpen() {
    assertThat(nonces().spend(USER, new byte[NonceStore.SIZE])).isFalse();
    assertThat(nonces().spend(USER, new byte[0])).isFalse();
    assertThat(nonces().spend(USER, new byte[1000])).isFalse();
  }

  @Test
  default void isGoodForOneOfManyWhoSpendItAtOnce() throws Exception {
    byte[] nonce = opened();
    List<Boolean> verdicts = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        calls.add(threads.submit(() -> nonces().spend(USER, nonce)));
      }
      for (Future<Boolean> call : calls) {
        verdicts.add(call.get());
      }
    }
    assertThat(verdicts).containsOnlyOnce(true);
  }
}
