package dev.letterlock.client.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransactionTest {

  private static final RecordKey ONE = RecordKey.of(Shelf.SETTING, new byte[] {1});
  private static final RecordKey TWO = RecordKey.of(Shelf.SETTING, new byte[] {2});

  private final MemoryVault vault = new MemoryVault();

  @Test
  void readsWhatItHasWrittenBeforeTheVaultHasIt() {
    try (Transaction step = new Transaction(vault)) {
      step.write(ONE, new byte[] {7});

      assertThat(read(step, ONE)).contains(7);
      assertThat(step.keys(Shelf.SETTING)).containsExactly(ONE);
      assertThat(vault.keys(Shelf.SETTING)).isEmpty();

      step.commit();
    }
    assertThat(vault.keys(Shelf.SETTING)).containsExactly(ONE);
  }

  @Test
  void forgetsEverythingWithoutACommit() {
    List<String> done = new ArrayList<>();
    try (Transaction step = new Transaction(vault)) {
      step.write(ONE, new byte[] {7});
      step.afterwards(() -> done.add("told"));
    }
    assertThat(vault.keys(Shelf.SETTING)).isEmpty();
    assertThat(done).isEmpty();
  }

  @Test
  void removesAndTellsAfterTheCommit() {
    try (Transaction step = new Transaction(vault)) {
      step.write(ONE, new byte[] {1});
      step.write(TWO, new byte[] {2});
      step.commit();
    }
    List<Boolean> gone = new ArrayList<>();
    try (Transaction step = new Transaction(vault)) {
      step.remove(ONE);
      step.afterwards(() -> gone.add(vault.read(ONE).isEmpty()));

      assertThat(read(step, ONE)).isEmpty();
      assertThat(step.keys(Shelf.SETTING)).containsExactly(TWO);

      step.commit();
    }
    assertThat(gone).containsExactly(true);
  }

  private static Optional<Integer> read(Transaction step, RecordKey key) {
    return step.read(key, bytes -> (int) bytes[0]);
  }
}
