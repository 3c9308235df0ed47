package dev.letterlock.client.messenger;

/** Hears how far a file has come; on the thread that sends or fetches it. */
@FunctionalInterface
public interface Progress {

  /** Nobody listens. */
  Progress UNHEARD = (_, _) -> {};

  /**
   * Some more has come, at the server or from there.
   *
   * @param done bytes of the sealed file so far; what had come in an earlier attempt counts
   * @param all bytes of the sealed file, which is a little longer than the file
   */
  void at(long done, long all);
}
