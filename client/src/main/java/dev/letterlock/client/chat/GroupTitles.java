package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.MessengerException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a group by what is typed behind a #. Anybody may make a group of any title, so several may
 * have the same one; and a group may have been shown under another, such as the names of its
 * members before its title had come. Safe for any thread.
 */
final class GroupTitles {

  private static final Pattern NUMBERED = Pattern.compile("(.+)/([1-9]\\d{0,3})");

  private final Map<String, UUID> shown = new ConcurrentHashMap<>();

  /** Remembers what groups are called now. */
  void saw(List<Conversation> all) {
    all.stream()
        .filter(Conversation::isGroup)
        .forEach(group -> shown.putIfAbsent(group.title(), group.id()));
  }

  /**
   * The group that is meant.
   *
   * @throws MessengerException if it is none, or one of several
   */
  Conversation find(List<Conversation> all, String typed) {
    List<Conversation> named = named(all, typed);
    Optional<Conversation> counted = counted(all, typed);
    if (counted.isPresent()) {
      requireNone(named, typed);
      return counted.get();
    }
    if (named.size() > 1) {
      throw new MessengerException(
          named.size()
              + " groups are called #"
              + typed
              + ": /to #"
              + typed
              + "/1 opens the first.");
    }
    return named.isEmpty() ? shownBefore(all, typed) : named.getFirst();
  }

  /** Somebody may call a group as others are counted. */
  private static void requireNone(List<Conversation> named, String typed) {
    if (!named.isEmpty()) {
      throw new MessengerException(
          "More than one group can be meant by #"
              + typed
              + ": /to #"
              + typed
              + "/1 opens the one of this very name, and /list shows all.");
    }
  }

  /** One of several of the same title. */
  private static Optional<Conversation> counted(List<Conversation> all, String typed) {
    Matcher numbered = NUMBERED.matcher(typed);
    if (!numbered.matches()) {
      return Optional.empty();
    }
    return named(all, numbered.group(1)).stream()
        .skip(Integer.parseInt(numbered.group(2)) - 1L)
        .findFirst();
  }

  private Conversation shownBefore(List<Conversation> all, String typed) {
    return all.stream()
        .filter(group -> group.id().equals(shown.get(typed)))
        .findFirst()
        .orElseThrow(() ->
            new MessengerException(
                "There is no group #" + typed + ". /list shows those there are."));
  }

  private static List<Conversation> named(List<Conversation> all, String title) {
    return all.stream()
        .filter(conversation -> conversation.isGroup() && conversation.title().equals(title))
        .toList();
  }
}
