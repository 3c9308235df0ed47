package dev.letterlock.client.messenger.trust;

import dev.letterlock.client.api.Directory;
import dev.letterlock.client.api.PublishedList;
import dev.letterlock.client.messenger.desk.AccountName;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The device lists that the server shows, whether right or not (docs/E2EE.md §2.2). On the desk.
 * Methods throw {@link RefusedException} for what is no list, or {@code ApiException} when the
 * server cannot be asked.
 */
final class ShownLists {

  /** Lists between the pinned and the newest one that are looked at; more are skipped. */
  private static final int MOST_BETWEEN = 32;

  private final Directory directory;

  ShownLists(Directory directory) {
    this.directory = directory;
  }

  PublishedList byName(String name) {
    return parsed(name, () -> directory.byName(name));
  }

  PublishedList newestOf(String name, UUID user) {
    return parsed(name, () -> directory.newestOf(user));
  }

  /** The lists behind the pinned one, so that the chain is seen whole if it is not too long. */
  List<PublishedList> upTo(String name, DeviceListPins before, PublishedList newest) {
    long base = before.pendingReset().orElse(before.list()).version();
    long gap = newest.list().version() - base;
    List<PublishedList> shown = new ArrayList<>();
    if (gap > 1 && gap <= MOST_BETWEEN) {
      UUID user = before.list().user();
      for (long version = base + 1; version < newest.list().version(); version++) {
        shown.add(ofVersion(name, user, version));
      }
    }
    shown.add(newest);
    return shown;
  }

  /** One list of a user. */
  PublishedList ofVersion(String name, UUID user, long version) {
    PublishedList shown = parsed(name, () -> directory.ofVersion(user, version));
    if (shown.list().version() != version || !shown.list().user().equals(user)) {
      throw new RefusedException(
          "The server showed another list of devices of " + name + " than the one asked for.");
    }
    return shown;
  }

  /** A name is shown to people, who would take one that looks like another for that. */
  private static void requireName(PublishedList shown) {
    if (!AccountName.isWellFormed(shown.name())) {
      throw new RefusedException(
          "The server calls user "
              + shown.user()
              + " by a name that no account can have, so nothing that it says of them was taken.");
    }
  }

  private static PublishedList parsed(String name, Supplier<PublishedList> ask) {
    try {
      PublishedList shown = ask.get();
      requireName(shown);
      return shown;
    } catch (KeyRejectedException e) {
      throw new RefusedException(Words.of(e, name), e);
    } catch (IllegalArgumentException e) {
      throw new RefusedException("The server showed keys of " + name + " that are no keys.", e);
    }
  }
}
