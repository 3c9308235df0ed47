package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.profile.Groups;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.vault.FileVault;
import dev.letterlock.client.vault.RestoreWitness;
import dev.letterlock.crypto.e2ee.group.ChainHolders;
import dev.letterlock.crypto.e2ee.group.SenderChain;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.e2ee.store.VaultTools;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member of a group whose device does what no honest one does. */
class HostileMemberIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TITLE = "breakfast";
  private static final int CHAIN_KEY_AT = 69;
  private static final int CHAIN_KEY_END = 101;

  @TempDir Path folder;
  private final Ear ear = new Ear();
  private RunningServer server;
  private Messenger alice;
  private Messenger bob;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    alice = Profiles.signUp(server.url(), folder.resolve("alice"), "alice", ear);
    bob = Profiles.signUp(server.url(), folder.resolve("bob"), "bob", new MessengerListener() {});
    alice.start();
    bob.start();
    alice.createGroup(TITLE, List.of("bob"));
    await().atMost(PATIENCE).until(() -> Chats.group(bob, TITLE).isPresent());
  }

  @AfterEach
  void stop() {
    alice.close();
    bob.close();
    server.close();
  }

  @Test
  void isFoundOutIfItGivesOutTwoKeysUnderOneName() throws Exception {
    says(bob, "one", alice);
    Path profile = folder.resolve("bob");
    UUID group = ofGroup(bob).id();
    bob.close();
    try (Vault vault = vault(profile);
        Transaction step = new Transaction(vault)) {
      Groups groups = new Groups(step, People.E1_SUITE);
      groups.putOwnChain(withAnotherKey(groups.ownChain(group).orElseThrow()));
      groups.putHolders(group, ChainHolders.NOBODY);
      step.commit();
    }
    bob = Messenger.open(Profiles.settings(server.url(), profile), new MessengerListener() {});
    bob.start();

    ofGroup(bob).send("under the second key");

    ear.awaits(Kind.ALARM, "A device of bob gave out two different keys");
    ear.awaits(Kind.REFUSED, "The message was changed on its way");
    assertThat(Chats.texts(ofGroup(alice))).containsExactly("one");
    alice.group(ofGroup(alice)).promote("bob");
    says(bob, "under a key of its own", alice);
    says(alice, "welcome back", bob);
  }

  private static SenderChain withAnotherKey(SenderChain chain) {
    byte[] stored = chain.encode();
    Arrays.fill(stored, CHAIN_KEY_AT, CHAIN_KEY_END, (byte) 7);
    return SenderChain.decode(stored);
  }

  private static Vault vault(Path profile) throws Exception {
    return FileVault.open(
        profile.resolve("profile.vault"),
        Profiles.PASSPHRASE.revealCopy(),
        VaultTools.of(People.E1_SUITE),
        RestoreWitness.NONE,
        Clock.systemUTC());
  }

  private static Conversation ofGroup(Messenger messenger) {
    return Chats.group(messenger, TITLE).orElseThrow();
  }

  private static void says(Messenger author, String text, Messenger reader) {
    ofGroup(author).send(text);
    await(reader.name() + " reads " + text)
        .atMost(PATIENCE)
        .until(() -> Chats.texts(ofGroup(reader)).contains(text));
  }
}
