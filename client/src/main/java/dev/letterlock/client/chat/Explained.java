package dev.letterlock.client.chat;

/**
 * What /help says of a command.
 *
 * @param usage its name and what may stand behind it
 * @param meaning some words
 * @param example a line that could be typed
 * @param more whole sentences: what it does, and what follows
 */
record Explained(String usage, String meaning, String example, String more) {

  String name() {
    return usage.split(" ", 2)[0];
  }
}
