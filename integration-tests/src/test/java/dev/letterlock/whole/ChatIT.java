package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people type into {@code letterlock chat}. */
class ChatIT {
  @TempDir Path folder;

  @Test
  void carriesWhatIsTypedAlsoToOneWhoWasAway() throws Exception {
    try (RunningServer server = new RunningServer(folder.resolve("data"));
        ChatProcess alice = new ChatProcess(folder, server.url(), "alice", "1")) {
      try (ChatProcess bob = new ChatProcess(folder, server.url(), "bob", "1")) {
        alice.sees("-- connected");
        bob.sees("-- connected");

        alice.type("/to bob");
        alice.type("hello");
        bob.sees("● alice wrote");
        bob.type("/to alice");
        bob.sees("alice: hello");
        alice.sees("✓✓ read: hello");
        bob.type("good morning");
        alice.sees("bob: good morning");

        alice.type("/verify");
        alice.sees("! Compare the number first: /safety bob shows it.");
        alice.type("/safety");
        bob.type("/safety alice");
        alice.sees("must both see this");
        bob.sees("must both see this");
        assertThat(digits(alice.shown())).hasSize(60).isEqualTo(digits(bob.shown()));
        alice.type("/verify");
        alice.sees("-- The key of bob counts as compared.");
      }
      alice.type("while you were away");
      alice.sees("✓ sent: while you were away");
      try (ChatProcess bob = new ChatProcess(folder, server.url(), "bob", "2")) {
        bob.sees("-- connected");
        bob.sees("● alice wrote");
        bob.type("/to alice");
        bob.sees("alice: while you were away");
        assertThat(bob.quit()).isZero();
      }
      alice.type("/nonsense");
      alice.sees("There is no /nonsense");
      alice.type("/to nobody-of-that-name");
      alice.sees("! There is nobody of that name.");
      alice.type("/group new breakfast bob");
      alice.sees("-- to #breakfast");
      alice.type("who brings bread?");
      alice.type("/group new bob bob");
      alice.sees("-- to #bob");
      alice.type("/to bob");
      alice.sees("-- to bob\n");
      alice.type("/group new supper bob");
      alice.type("/group new supper bob");
      alice.type("/to #supper");
      alice.sees("! 2 groups are called #supper: /to #supper/1 opens the first.");
      alice.type("/to #supper/2");
      alice.sees("-- to #supper");
      alice.type("/to #supper/3");
      alice.sees("! There is no group #supper/3.");
      alice.type("/to #lunch");
      alice.sees("! There is no group #lunch.");
      alice.type("/to #breakfast");
      try (ChatProcess bob = new ChatProcess(folder, server.url(), "bob", "3")) {
        bob.sees("● alice wrote in #breakfast");
        bob.type("/to #breakfast");
        bob.sees("alice: who brings bread?");
        bob.type("/group remove alice");
        bob.sees("! Only an admin of the group may do that.");
        bob.type("/group leave");
        bob.sees("-- You have left the group.");
        alice.sees("-- bob is not in the group any more.");
      }
    }
  }

  /** The safety number on a screen. */
  private static String digits(String screen) {
    return screen
        .lines()
        .filter(line -> line.matches(" *(\\d{5} ?){4}"))
        .map(line -> line.replace(" ", ""))
        .reduce("", String::concat);
  }
}
