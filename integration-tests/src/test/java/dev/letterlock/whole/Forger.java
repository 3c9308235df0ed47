package dev.letterlock.whole;

import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.sending.Drafts;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.vault.FileVault;
import dev.letterlock.client.vault.RestoreWitness;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.e2ee.store.VaultTools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;

/** Puts into the outbox of a profile that is not open what no honest program puts there. */
record Forger(Path profile) {

  /** Makes a draft for a conversation. */
  interface Forgery {
    Draft of(Tools tools, Drafts drafts, StoredConversation conversation);
  }

  void post(UUID conversation, Forgery forgery) throws IOException {
    try (Vault vault =
            FileVault.open(
                profile.resolve("profile.vault"),
                Profiles.PASSPHRASE.revealCopy(),
                VaultTools.of(People.E1_SUITE),
                RestoreWitness.NONE,
                Clock.systemUTC());
        Transaction step = new Transaction(vault)) {
      var own = new Own(step, People.E1_SUITE).device().orElseThrow();
      Tools tools = Tools.of(People.E1_SUITE, Clock.systemUTC(), vault, own);
      StoredConversation stored = new Conversations(step).find(conversation).orElseThrow();
      new Sends(step).add(forgery.of(tools, new Drafts(tools), stored));
      step.commit();
    }
  }
}
