package dev.letterlock.client.messenger.receiving;

import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.profile.Groups;
import dev.letterlock.client.profile.HeldTexts;
import dev.letterlock.client.profile.KeptLetter;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.profile.Unopened;
import dev.letterlock.client.profile.Wait;
import dev.letterlock.client.profile.Waits;
import dev.letterlock.crypto.e2ee.session.RetryLedger;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Tells a person, once, of messages that have waited for a day, and gives up those that have waited
 * for a month in vain (docs/E2EE.md §2.6, §2.8, §2.10). On the desk.
 */
public final class LongWaits {

  static final Duration TOLD_AFTER = Duration.ofDays(1);
  static final Duration LONGEST = RetryLedger.REMEMBERED;

  private static final Duration LOOK_EVERY = Duration.ofHours(1);

  private final Tools tools;
  private final Desk desk;
  private final Contacts contacts;
  private final Audience audience;

  public LongWaits(Tools tools, Desk desk, Contacts contacts, Audience audience) {
    this.tools = tools;
    this.desk = desk;
    this.contacts = contacts;
    this.audience = audience;
  }

  /** What a message waits for. */
  private enum Cause {
    KEY,
    INTRODUCTION,
    /** Of a person, however long that takes. */
    WORD
  }

  private record Waiting(Cause cause, KeptLetter letter, Runnable drop) {}

  /** What one notice is about. */
  private record About(Cause cause, boolean givenUp, UUID conversation, UUID author) {}

  /** Looks now and every hour. */
  public void begin() {
    try {
      look();
    } finally {
      desk.after(LOOK_EVERY, this::begin);
    }
  }

  void look() {
    try (Transaction step = tools.begin()) {
      List<Waiting> all = all(step);
      new Waits(step).keepOnly(all.stream().map(Waiting::letter).toList());
      Map<About, Integer> news = new LinkedHashMap<>();
      for (Waiting waiting : all) {
        judge(step, waiting, news);
      }
      news.forEach((about, count) ->
          audience.notice(
              step,
              Notice.of(kind(about), about.conversation(), sentence(step, about, count))
                  .about(contacts.name(step, about.author()))));
      step.commit();
    }
  }

  private List<Waiting> all(Transaction step) {
    List<Waiting> all = new ArrayList<>();
    Groups groups = new Groups(step, tools.e1());
    groups.held().forEach(held -> all.add(new Waiting(Cause.KEY, held, () -> groups.drop(held))));
    HeldTexts texts = new HeldTexts(step);
    texts
        .all()
        .forEach(text -> all.add(new Waiting(Cause.INTRODUCTION, text, () -> texts.drop(text))));
    for (KeptLetter letter : new Unopened(step).all().values()) {
      if (isAsked(step, letter)) {
        all.add(new Waiting(Cause.WORD, letter, () -> {}));
      }
    }
    return all;
  }

  private boolean isAsked(Transaction step, KeptLetter letter) {
    return contacts
        .peers(step)
        .pins(letter.sender().user().toUuid())
        .flatMap(DeviceListPins::pendingReset)
        .isPresent();
  }

  private void judge(Transaction step, Waiting waiting, Map<About, Integer> news) {
    long now = tools.clock().millis();
    Waits waits = new Waits(step);
    KeptLetter letter = waiting.letter();
    Wait wait = waits.find(letter).orElse(null);
    if (wait == null) {
      waits.put(letter, new Wait(now, false));
    } else if (waiting.cause() != Cause.WORD && now - wait.since() >= LONGEST.toMillis()) {
      waiting.drop().run();
      news.merge(about(waiting, true), 1, Integer::sum);
    } else if (!wait.told() && now - wait.since() >= TOLD_AFTER.toMillis()) {
      waits.put(letter, new Wait(wait.since(), true));
      news.merge(about(waiting, false), 1, Integer::sum);
    }
  }

  private static About about(Waiting waiting, boolean givenUp) {
    KeptLetter letter = waiting.letter();
    return new About(
        waiting.cause(), givenUp, letter.conversation(), letter.sender().user().toUuid());
  }

  private static Kind kind(About about) {
    return about.cause() == Cause.WORD
        ? Kind.AWAITS_WORD
        : about.givenUp() ? Kind.REFUSED : Kind.REMARK;
  }

  private String sentence(Transaction step, About about, int count) {
    String name = contacts.name(step, about.author());
    boolean one = count == 1;
    String messages = count + (one ? " message of " : " messages of ") + name;
    String them = one ? "it" : "them";
    String fate =
        about.givenUp()
            ? (one ? " is" : " are") + " given up: "
            : (one ? " has" : " have") + " waited for a day: ";
    return messages
        + fate
        + switch (about.cause()) {
          case KEY -> "the key that opens " + them + " has not come.";
          case INTRODUCTION -> "the device that you wrote " + them + " on has not said to whom.";
          case WORD ->
              "the identity key of " + name + " has changed, and your word about that is missing.";
        };
  }
}
