package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.Progress;

/**
 * Shows how far a file has come: a line for each tenth, none for what is done at once. One thread.
 */
final class ProgressBar implements Progress {

  private static final int TENTHS = 10;

  private final Screen screen;
  private int shown;

  ProgressBar(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void at(long done, long all) {
    int tenths = (int) (TENTHS * done / all);
    if (tenths > shown && done < all) {
      shown = tenths;
      screen.remark(
          "#".repeat(tenths)
              + ".".repeat(TENTHS - tenths)
              + " "
              + Attachments.size(done)
              + " of "
              + Attachments.size(all));
    }
  }
}
