package dev.letterlock.client.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UnopenedTest {

  private final MemoryVault vault = new MemoryVault();

  @Test
  void givesBackInOrderWhatItWasGiven() {
    try (Transaction step = new Transaction(vault)) {
      for (int number = 0; number < 300; number++) {
        assertThat(new Unopened(step).keep(letter(number))).isTrue();
      }
      step.commit();
    }

    try (Transaction step = new Transaction(vault)) {
      assertThat(new Unopened(step).all().values())
          .hasSize(300)
          .startsWith(letter(0), letter(1))
          .endsWith(letter(299));
    }
  }

  @Test
  void putsWhatComesLaterBehindWhatIsLeft() {
    try (Transaction step = new Transaction(vault)) {
      Unopened unopened = new Unopened(step);
      unopened.keep(letter(0));
      unopened.keep(letter(1));

      unopened.remove(unopened.all().firstKey());
      unopened.keep(letter(2));

      assertThat(unopened.all().values()).containsExactly(letter(1), letter(2));
    }
  }

  @Test
  void keepsNoMoreThanItHasRoomFor() {
    try (Transaction step = new Transaction(vault)) {
      Unopened unopened = new Unopened(step);
      for (int number = 0; number < Unopened.MOST; number++) {
        unopened.keep(letter(number));
      }

      assertThat(unopened.keep(letter(Unopened.MOST))).isFalse();
      assertThat(unopened.all()).hasSize(Unopened.MOST);
    }
  }

  @Test
  void leavesRoomForOthers() {
    try (Transaction step = new Transaction(vault)) {
      Unopened unopened = new Unopened(step);
      for (int number = 0; number < Unopened.MOST_OF_ONE; number++) {
        unopened.keep(letter(0, number));
      }

      assertThat(unopened.keep(letter(0, Unopened.MOST_OF_ONE))).isFalse();
      assertThat(unopened.keep(letter(1, 0))).isTrue();
    }
  }

  @Test
  void keepsAsManyAsTheSpecificationSays() throws IOException {
    Path page = Path.of(System.getProperty("basedir", ".")).resolve("../docs/E2EE.md");

    assertThat(Files.readString(page))
        .contains(
            "kept as it came, up to %d messages and %d of one account, and opened in order"
                .formatted(Unopened.MOST, Unopened.MOST_OF_ONE));
  }

  @Test
  void passesOverWhatAnEarlierProgramKeptOfAUser() {
    try (Transaction step = new Transaction(vault)) {
      step.write(Place.of(Shelf.PIN, 6, new UUID(1, 2)), new byte[34]);
      Unopened unopened = new Unopened(step);
      unopened.keep(letter(1));

      assertThat(unopened.all().values()).containsExactly(letter(1));
    }
  }

  /** Each of another account than those around it. */
  private static KeptLetter letter(int number) {
    return letter(number % 50, number);
  }

  private static KeptLetter letter(int author, int number) {
    return new KeptLetter(
        new DeviceAddress(UserId.of(new UUID(1, author)), 3),
        new UUID(4, 5),
        new UUID(6, number),
        7_000L + number,
        number % 2 == 0,
        Octets.of(new byte[93]),
        Octets.of(new byte[] {1, 2, 3}));
  }
}
