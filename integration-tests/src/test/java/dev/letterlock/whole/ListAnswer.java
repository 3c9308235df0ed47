package dev.letterlock.whole;

/** Tells an answer about the devices of one user from those that a client asks for meanwhile. */
final class ListAnswer {
  private ListAnswer() {}

  static boolean isOf(String name, String body) {
    return body.contains("\"list\":") && body.contains("\"name\":\"" + name + "\"");
  }
}
