package dev.letterlock.client.chat;

/** How many letters somebody has to change, add or leave out to come from one word to another. */
final class Slips {

  private Slips() {}

  /** The Levenshtein distance, row by row. */
  static int between(String typed, String meant) {
    int[] above = new int[meant.length() + 1];
    for (int column = 0; column < above.length; column++) {
      above[column] = column;
    }
    for (int row = 1; row <= typed.length(); row++) {
      int[] here = new int[above.length];
      here[0] = row;
      for (int column = 1; column < here.length; column++) {
        int change = typed.charAt(row - 1) == meant.charAt(column - 1) ? 0 : 1;
        int shorter = Math.min(above[column], here[column - 1]) + 1;
        here[column] = Math.min(shorter, above[column - 1] + change);
      }
      above = here;
    }
    return above[meant.length()];
  }
}
