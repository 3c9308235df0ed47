package dev.letterlock.client.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.e2ee.store.Restored;
import dev.letterlock.crypto.primitive.Octets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NoticesTest {
  private static final UUID WITH_BOB = new UUID(9, 1);
  private static final UUID WITH_CAROL = new UUID(2, 2);

  private final Transaction step = new Transaction(new MemoryVault());
  private final Notices notices = new Notices(step);

  @Test
  void givesOldestFirstWhatWasTold() {
    notices.add(1, about(WITH_CAROL, "one"), false);
    notices.add(2, about(WITH_BOB, "two"), true);
    notices.add(3, about(null, "three"), false);
    notices.add(4, about(WITH_BOB, "four"), false);

    assertThat(texts(notices.all())).containsExactly("one", "two", "three", "four");
    assertThat(texts(notices.of(WITH_BOB))).containsExactly("two", "four");
    assertThat(notices.last()).isEqualTo(4);
  }

  @Test
  void countsWhatIsUnreadInEachConversation() {
    notices.add(1, about(WITH_CAROL, "one"), false);
    notices.add(2, about(WITH_BOB, "two"), false);
    notices.add(3, about(WITH_BOB, "three"), true);
    assertThat(notices.unread(WITH_BOB)).isEqualTo(2);

    notices.markRead(WITH_BOB);
    notices.add(4, about(WITH_BOB, "four"), false);

    assertThat(notices.unread(WITH_BOB)).isEqualTo(1);
    assertThat(notices.unread(WITH_CAROL)).isEqualTo(1);
    assertThat(notices.readUpTo(WITH_BOB)).isEqualTo(3);
  }

  @Test
  void givesUpTheOldestThatMatterLess() {
    notices.add(1, about(WITH_BOB, "alarm"), true);
    for (int number = 2; number <= Notices.MOST + 1; number++) {
      notices.add(number, about(WITH_CAROL, "remark " + number), false);
    }

    List<String> kept = texts(notices.all());
    assertThat(kept).hasSize(Notices.MOST).startsWith("alarm", "remark 3");
    for (int number = 300; number < 300 + Notices.MOST; number++) {
      notices.add(number, about(WITH_BOB, "alarm " + number), true);
    }
    assertThat(texts(notices.all())).hasSize(Notices.MOST).startsWith("alarm 300");
  }

  /** As after two steps that were under way at once, each of which gave up the same one. */
  @Test
  void givesUpAllThatAreTooMany() {
    MemoryVault vault = new MemoryVault();
    try (Transaction full = new Transaction(vault)) {
      for (int number = 1; number <= Notices.MOST; number++) {
        new Notices(full).add(number, about(WITH_CAROL, "remark " + number), false);
      }
      full.commit();
    }
    try (Transaction one = new Transaction(vault);
        Transaction other = new Transaction(vault)) {
      new Notices(one).add(Notices.MOST + 1, about(WITH_BOB, "here"), false);
      new Notices(other).add(Notices.MOST + 2, about(WITH_BOB, "meanwhile"), false);
      one.commit();
      other.commit();
    }
    try (Transaction next = new Transaction(vault)) {
      Notices all = new Notices(next);
      all.add(Notices.MOST + 3, about(WITH_BOB, "later"), false);

      assertThat(texts(all.all())).hasSize(Notices.MOST).endsWith("here", "meanwhile", "later");
    }
  }

  @Test
  void cutsWhatIsTooLongToBeKept() {
    notices.add(1, about(WITH_BOB, "ü".repeat(100_000)), false);

    assertThat(texts(notices.all())).containsExactly("ü".repeat(4_000));
  }

  @Test
  void owesTheWordAboutARestoredProfileOnce() {
    assertThat(notices.takeRestored()).isEqualTo(Restored.NO);

    for (Restored restored : List.of(Restored.YES, Restored.PERHAPS)) {
      notices.oweRestored(restored);

      assertThat(notices.takeRestored()).isEqualTo(restored);
      assertThat(notices.takeRestored()).isEqualTo(Restored.NO);
    }
  }

  private static List<String> texts(List<Notices.Numbered> kept) {
    return kept.stream().map(numbered -> numbered.notice().text()).toList();
  }

  @Test
  void readsWhatNamedNoAccountYet() {
    StoredNotice now = about(null, "so");
    byte[] before = now.encode();
    // The flag of the conversation ends the third byte; a block of the account follows it.
    byte[] old = new byte[before.length - Integer.BYTES - "bob".length()];
    System.arraycopy(before, 0, old, 0, 3);
    System.arraycopy(before, before.length - old.length + 3, old, 3, old.length - 3);
    old[0] = 1;

    assertThat(StoredNotice.decode(before)).isEqualTo(now);
    assertThat(StoredNotice.decode(old))
        .isEqualTo(new StoredNotice(1, null, null, 7, 8, "so", Octets.of(new byte[0])));
  }

  private static StoredNotice about(@Nullable UUID conversation, String text) {
    return new StoredNotice(1, conversation, "bob", 7, 8, text, Octets.of(new byte[0]));
  }
}
