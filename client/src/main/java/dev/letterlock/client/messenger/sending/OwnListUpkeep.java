package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.store.VaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from a device more on the own list, also where nothing is written: those who have to
 * know of it are told (docs/E2EE.md §2.8), and the own devices that have joined learn what groups
 * are called (§2.6). On the desk.
 */
public final class OwnListUpkeep {

  private static final Logger LOG = LoggerFactory.getLogger(OwnListUpkeep.class);

  private final Tools tools;
  private final Desk desk;
  private final Contacts contacts;
  private final ListNews news;
  private final Introductions introductions;
  private final Postbox postbox;

  public OwnListUpkeep(
      Tools tools,
      Desk desk,
      Contacts contacts,
      ListNews news,
      Introductions introductions,
      Postbox postbox) {
    this.tools = tools;
    this.desk = desk;
    this.contacts = contacts;
    this.news = news;
    this.introductions = introductions;
    this.postbox = postbox;
  }

  /** There is a session: the own list is asked for, as nothing may leave that would tell of it. */
  public void askAndLook() {
    desk.execute(() ->
        attempt(() -> {
          contacts.learn(tools.user());
          look();
        }));
  }

  /** A list has changed, perhaps the own one. */
  public void lookSoon() {
    desk.execute(() -> attempt(this::look));
  }

  private void look() {
    try (Transaction step = tools.begin()) {
      news.tellOwed(step);
      introductions.owedOfGroups(step).forEach(title -> postbox.post(step, title));
      step.commit();
    }
  }

  /** What does not work now is tried with the next session. */
  private static void attempt(Runnable work) {
    try {
      work.run();
    } catch (ApiException | RefusedException | VaultException e) {
      LOG.debug("not told of the own list: {}", e.getMessage());
    }
  }
}
