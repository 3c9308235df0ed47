package dev.letterlock.client.messenger.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.StoredProfile;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.StoredPlace;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.protocol.id.Cursor;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a Hello says of the places whose acks may have been lost with a connection. */
class InboxPlaceTest {

  private static final Cursor STRANGERS = new Cursor(1, 1);
  private static final Cursor FRIENDS = new Cursor(1, 2);

  private final E1 e1 = new E1(Sodium.load());
  private final MemoryVault vault = new MemoryVault();
  private Tools tools;
  private Audience audience;
  private InboxPlace inbox;

  @BeforeEach
  void open() {
    StoredProfile.fill(e1, vault, Clock.systemUTC());
    tools = StoredProfile.tools(e1, vault, Clock.systemUTC());
    audience = new Audience(new MessengerListener() {}, tools);
    inbox = new InboxPlace(tools, audience);
    store(new StoredPlace(STRANGERS, true));
    store(new StoredPlace(FRIENDS, false));
  }

  @AfterEach
  void close() {
    audience.close();
    tools.close();
  }

  @Test
  void isSilentAboutAFriendAsLongAsAStrangerWouldLearnToo() {
    assertThat(inbox.stored()).isEqualTo(new StoredPlace(FRIENDS, true));
  }

  @Test
  void speaksAgainOnceTheServerGoesOnFromThere() {
    assertThat(inbox.begin(FRIENDS)).isEqualTo(FRIENDS);

    assertThat(inbox.stored()).isEqualTo(new StoredPlace(FRIENDS, false));
  }

  @Test
  void speaksAgainInANewEpoch() {
    inbox.begin(new Cursor(2, 0));

    assertThat(inbox.stored()).isEqualTo(new StoredPlace(FRIENDS, false));
  }

  @Test
  void speaksAgainWhereANewerCopyOfTheProfileHasAckedMore() {
    Cursor later = new Cursor(1, 9);

    inbox.begin(later);

    assertThat(inbox.stored()).isEqualTo(new StoredPlace(later, false));
  }

  @Test
  void staysSilentWhereTheServerKnowsLess() {
    inbox.begin(STRANGERS);

    assertThat(inbox.stored()).isEqualTo(new StoredPlace(FRIENDS, true));
  }

  private void store(StoredPlace place) {
    try (Transaction step = tools.begin()) {
      new Own(step, e1).putPlace(place);
      step.commit();
    }
  }
}
