package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Message.Status;
import java.util.HashMap;
import java.util.Map;

/** Whether a script got what it asked for, for the exit code. One thread. */
final class Outcome {

  /** Where something was written in this run, and the index before the first of that. */
  private final Map<Conversation, Long> written = new HashMap<>();

  private boolean failed;

  /** A line was refused. */
  void failed() {
    failed = true;
  }

  /** A line was taken as a message. */
  void sent(Conversation to, Message message) {
    written.putIfAbsent(to, message.index() - 1);
  }

  /** Whether no line was refused, and no message by the server later. */
  boolean isGood() {
    return !failed
        && written.entrySet().stream()
            .flatMap(place -> place.getKey().messagesAfter(place.getValue()).stream())
            .noneMatch(message -> message.status() == Status.FAILED);
  }
}
