package dev.letterlock.client.messenger;

/** What happens to a messenger without its doing. */
public final class Accidents {

  private Accidents() {}

  /** Breaks the connection as a lost network does; it comes back by itself. */
  public static void breakConnection(Messenger messenger) {
    messenger.works().network().line().breakOff();
  }

  /** Stops as the death of the process would: nothing is said, finished or flushed. */
  public static void crash(Messenger messenger) {
    crash(messenger.works());
  }

  static void crash(Works works) {
    works.desk().abandon();
    works.network().line().breakOff();
    works.network().line().stop();
    works.network().transport().close();
    works.network().api().close();
    works.audience().close();
    works.tools().close();
  }
}
