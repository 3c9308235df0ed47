package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people type into {@code letterlock chat}. */
class ChatIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

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
        bob.type("good morning");
        alice.sees("bob: good morning");
        alice.type("how are you");
        alice.sees("✓✓ read: how are you");

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
        assertThat(bob.quit("/quit now")).isZero();
      }
      alice.type("/nonsense");
      alice.sees("There is no /nonsense");
      alice.type("/to nobody-of-that-name");
      alice.sees("! There is nobody called nobody-of-that-name. No conversation is open now.");
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
      alice.type("/group new supper/2 bob");
      alice.sees("-- to #supper/2");
      alice.type("/to #supper/2");
      alice.sees("! More than one group can be meant by #supper/2");
      alice.type("/safety alice");
      alice.sees("! That is your own account.");
      alice.type("/to \"#breakfast\"");
      try (ChatProcess bob = new ChatProcess(folder, server.url(), "bob", "3")) {
        bob.sees("● alice wrote in #breakfast");
        bob.type("/to #breakfast");
        bob.sees("alice: who brings bread?");
        alice.type("/group name late breakfast");
        bob.sees("-- alice has named the group late breakfast.");
        bob.type("/group remove alice");
        bob.sees("! Only an admin of the group may do that.");
        bob.type("/group leave");
        bob.sees("-- You have left the group.");
        alice.sees("-- bob is not in the group any more.");
      }
    }
  }

  @Test
  void takesAFurtherDeviceIn() throws Exception {
    try (RunningServer server = new RunningServer(folder.resolve("data"));
        ChatProcess phone = new ChatProcess(folder, server.url(), "alice", "1")) {
      phone.sees("-- connected");
      phone.type("/devices");
      phone.sees("(this one)");
      phone.sees("--new-device");
      try (ChatProcess tablet =
          new ChatProcess(folder, server.url(), "alice", "tablet", "1", "--new-device")) {
        tablet.sees("-- Without digits to compare");
        tablet.type("nonsense");
        tablet.sees("! That is not");
        phone.type("/admit nonsense");
        phone.sees("! That is not the code of a device: copy the whole line");
        phone.type(line(tablet.shown(), "/admit "));
        phone.sees("Type this on the new device");
        await().atMost(PATIENCE).until(() -> !answer(phone.shown()).isEmpty());
        tablet.type(answer(phone.shown()));
        tablet.sees("-- This device is on the signed list of your account now.");
        tablet.sees("-- connected");

        phone.type("/devices");
        phone.sees("Your devices have changed: 1 added, 0 removed.");
        phone.type("/to alice");
        phone.type("a note to myself");
        tablet.sees("you wrote to alice from another device");
        tablet.type("/to alice");
        tablet.type("/history");
        tablet.sees("you: a note to myself");

        tablet.type("/renew");
        tablet.sees("! Only a device that holds the account's key can do that");
        phone.type("/renew");
        phone.sees("/renew yes does it");
        phone.type("/renew yes");
        phone.sees("Your account has a new key");
        phone.type("/remove tablet");
        phone.sees("! /remove needs the number of a device of yours");
        phone.type("/remove 2");
        phone.sees("Device 2 is removed");
        tablet.sees("This device was removed from its account");
      }
      try (ChatProcess tablet =
          new ChatProcess(folder, server.url(), "alice", "tablet", "2", "--new-device")) {
        tablet.sees("chat: This profile is that of a device already.");
      }
      try (ChatProcess watch =
          new ChatProcess(folder, server.url(), "alice", "watch", "1", "--new-device")) {
        watch.sees("-- Without digits to compare");
        linksByDigits(phone, watch);
        watch.sees("-- This device is on the signed list of your account now.");
        watch.sees("-- connected");
      }
    }
  }

  private static void linksByDigits(ChatProcess phone, ChatProcess watch) throws Exception {
    watch.type("yes");
    watch.sees("! The digits have to be compared before.");
    phone.type("/link yes");
    phone.sees("! Nothing waits for that word");
    phone.type(line(watch.shown(), "/link "));
    phone.sees("-- The new device must show these digits, too:");
    watch.type("");
    watch.sees("-- The other device must show these digits, too:");
    await().atMost(PATIENCE).until(() -> !linkDigits(watch.shown()).isEmpty());
    await().atMost(PATIENCE).until(() -> !linkDigits(phone.shown()).isEmpty());
    assertThat(linkDigits(phone.shown())).isEqualTo(linkDigits(watch.shown()));
    watch.type("yes");
    watch.sees("-- The other device has not been told yes yet");
    phone.type("/link yes");
    phone.sees("-- The new device is let in");
    watch.type("yes");
  }

  @Test
  void showsAfterARestartWhatWasTold() throws Exception {
    try (RunningServer server = new RunningServer(folder.resolve("data"));
        ChatProcess alice = new ChatProcess(folder, server.url(), "alice", "1")) {
      alice.sees("-- connected");
      try (ChatProcess bob = new ChatProcess(folder, server.url(), "bob", "1")) {
        bob.sees("-- connected");
        alice.type("/group new breakfast bob");
        alice.type("who brings bread?");
        bob.sees("You are in a group with alice.");
        bob.sees("● alice wrote in #breakfast (2 unread, /to #breakfast)");
      }
      alice.type("one");
      alice.type("two");
      alice.sees("✓ sent: two");
      try (ChatProcess bob = new ChatProcess(folder, server.url(), "bob", "2")) {
        bob.sees("● alice wrote in #breakfast (3 unread, /to #breakfast)");
        bob.sees("● alice wrote in #breakfast (4 unread, /to #breakfast)");
        bob.type("/to #breakfast");
        bob.sees(" -- You are in a group with alice.");
        bob.type("/notices");
        bob.sees(" -- #breakfast: You are in a group with alice.");
      }
    }
  }

  /** The signed list on a screen, once it ends: the only long line of its letters. */
  private static String answer(String screen) {
    String whole = screen.substring(0, screen.lastIndexOf('\n') + 1);
    return whole.lines().filter(line -> line.matches("[\\w-]{250,}")).findFirst().orElse("");
  }

  private static String line(String screen, String beginning) {
    return screen.lines().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow();
  }

  private static String linkDigits(String screen) {
    return screen
        .lines()
        .map(String::strip)
        .filter(line -> line.matches("\\d{3} \\d{3}"))
        .findFirst()
        .orElse("");
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
