package dev.letterlock.client.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.e2ee.store.VaultChanges;
import dev.letterlock.crypto.e2ee.store.VaultException;
import dev.letterlock.crypto.e2ee.store.VaultFault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every vault promises. */
abstract class VaultContract {

  static final RecordKey SESSION = key(Shelf.SESSION, "bert");
  private static final List<Shelf> SHELVES = List.of(Shelf.SESSION, Shelf.MESSAGE, Shelf.OUTBOX);
  static final RecordKey MESSAGE = key(Shelf.MESSAGE, "1");

  /** An empty vault, which the caller closes. */
  abstract Vault open();

  @Test
  void readsWhatWasCommitted() {
    try (Vault vault = open()) {
      put(vault, SESSION, "state 1");

      assertThat(text(vault, SESSION)).isEqualTo("state 1");
      assertThat(vault.read(MESSAGE)).isEmpty();
    }
  }

  @Test
  void changesManyRecordsAtOnce() {
    try (Vault vault = open()) {
      put(vault, SESSION, "state 1");
      long before = vault.generation();

      try (VaultChanges changes = new VaultChanges()) {
        vault.commit(changes.remove(SESSION).put(MESSAGE, bytes("hello")));
      }

      assertThat(vault.read(SESSION)).isEmpty();
      assertThat(text(vault, MESSAGE)).isEqualTo("hello");
      assertThat(vault.generation()).isEqualTo(before + 1);
    }
  }

  @Test
  void takesTheLastWordAboutARecord() {
    try (Vault vault = open();
        VaultChanges changes = new VaultChanges()) {
      vault.commit(
          changes
              .put(SESSION, bytes("first"))
              .put(SESSION, bytes("second"))
              .put(MESSAGE, bytes("gone"))
              .remove(MESSAGE));

      assertThat(text(vault, SESSION)).isEqualTo("second");
      assertThat(vault.read(MESSAGE)).isEmpty();
    }
  }

  @Test
  void listsTheKeysOfAShelfInOrder() {
    try (Vault vault = open()) {
      put(vault, key(Shelf.MESSAGE, "b"), "");
      put(vault, key(Shelf.MESSAGE, "a"), "");
      put(vault, SESSION, "");

      assertThat(vault.keys(Shelf.MESSAGE))
          .containsExactly(key(Shelf.MESSAGE, "a"), key(Shelf.MESSAGE, "b"));
      assertThat(vault.keys(Shelf.OUTBOX)).isEmpty();
    }
  }

  @Test
  void doesNothingWithoutChanges() {
    try (Vault vault = open();
        VaultChanges nothing = new VaultChanges()) {
      long before = vault.generation();

      vault.commit(nothing.remove(SESSION));
      assertThat(vault.generation()).isEqualTo(before + 1);

      try (VaultChanges empty = new VaultChanges()) {
        vault.commit(empty);
      }
      assertThat(vault.generation()).isEqualTo(before + 1);
    }
  }

  @Test
  void isNotChangedByWhatACallerDoesToItsBytes() {
    try (Vault vault = open()) {
      byte[] value = bytes("state");
      try (VaultChanges changes = new VaultChanges()) {
        vault.commit(changes.put(SESSION, value));
      }
      Arrays.fill(value, (byte) 0);
      vault.read(SESSION).orElseThrow().close();

      assertThat(text(vault, SESSION)).isEqualTo("state");
    }
  }

  @Test
  void holdsEmptyAndLargeValues() {
    try (Vault vault = open()) {
      byte[] large = new byte[VaultChanges.MAX_VALUE];
      new Random(1).nextBytes(large);
      try (VaultChanges changes = new VaultChanges()) {
        vault.commit(changes.put(SESSION, new byte[0]).put(MESSAGE, large));
      }

      assertThat(text(vault, SESSION)).isEmpty();
      assertThat(vault.read(MESSAGE).orElseThrow().revealCopy()).isEqualTo(large);
    }
  }

  @Test
  void refusesAValueThatIsTooLarge() {
    try (VaultChanges changes = new VaultChanges()) {
      byte[] large = new byte[VaultChanges.MAX_VALUE + 1];

      assertFault(VaultFault.TOO_LARGE, () -> changes.put(SESSION, large));
    }
  }

  @Test
  void refusesWorkAfterItWasClosed() {
    Vault vault = open();
    vault.close();
    vault.close();

    assertFault(VaultFault.CLOSED, () -> vault.read(SESSION));
    assertFault(VaultFault.CLOSED, () -> put(vault, SESSION, "late"));
  }

  /** Any run of transactions leaves what a plain map would hold. */
  @Test
  void agreesWithAMap() {
    Random random = new Random(7);
    Map<RecordKey, String> model = new TreeMap<>();
    try (Vault vault = open()) {
      for (int i = 0; i < 300; i++) {
        commitRandomly(random, vault, model);
      }
      assertHolds(vault, model);
    }
  }

  static void commitRandomly(Random random, Vault vault, Map<RecordKey, String> model) {
    try (VaultChanges changes = new VaultChanges()) {
      for (int i = 0; i <= random.nextInt(4); i++) {
        RecordKey key = key(SHELVES.get(random.nextInt(SHELVES.size())), "k" + random.nextInt(20));
        if (random.nextInt(3) == 0) {
          changes.remove(key);
          model.remove(key);
        } else {
          String value = "v".repeat(random.nextInt(300)) + random.nextInt();
          changes.put(key, bytes(value));
          model.put(key, value);
        }
      }
      vault.commit(changes);
    }
  }

  static void assertHolds(Vault vault, Map<RecordKey, String> model) {
    List<RecordKey> keys = new ArrayList<>();
    for (Shelf shelf : Shelf.values()) {
      if (shelf != Shelf.VAULT) {
        keys.addAll(vault.keys(shelf));
      }
    }
    assertThat(keys).containsExactlyElementsOf(model.keySet());
    model.forEach((key, value) -> assertThat(text(vault, key)).isEqualTo(value));
  }

  static void put(Vault vault, RecordKey key, String value) {
    try (VaultChanges changes = new VaultChanges()) {
      vault.commit(changes.put(key, bytes(value)));
    }
  }

  static String text(Vault vault, RecordKey key) {
    return new String(vault.read(key).orElseThrow().revealCopy(), StandardCharsets.UTF_8);
  }

  static RecordKey key(Shelf shelf, String id) {
    return RecordKey.of(shelf, bytes(id));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static void assertFault(VaultFault fault, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(VaultException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }
}
