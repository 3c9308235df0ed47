package dev.letterlock.whole;

import java.util.List;

/** A device that a test talks through, in whichever language. */
interface Peer extends AutoCloseable {

  String name();

  /** Keeps a text for the user of that name, to be sent once there is a connection. */
  void say(String to, String text);

  /** All texts of the conversation with that user, as they stand in it. */
  List<String> shown(String with);

  String safetyNumber(String with);

  /** What was told as an alarm. */
  List<String> alarms();

  /** Breaks the connection; another one follows by itself. */
  void reconnect();

  /** Dies without a word, and comes back. */
  void crash();

  @Override
  void close();
}
