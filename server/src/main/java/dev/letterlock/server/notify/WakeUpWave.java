package dev.letterlock.server.notify;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Wake-ups that are due together: the unit of one job.
 *
 * @param origin the process that marked the devices; only there is it known which of them have
 *     returned since
 * @param attempt counts from 1
 */
public record WakeUpWave(UUID id, UUID origin, int attempt, List<WakeUp> wakeUps) {

  /** Wake-ups in one wave at most. */
  public static final int MAX_SIZE = 256;

  public WakeUpWave {
    wakeUps = List.copyOf(wakeUps);
  }

  /**
   * What is tried again. Its id follows from this one's, so that a wave which is sent twice after a
   * crash is not repeated twice as well.
   */
  public WakeUpWave again(List<WakeUp> failed) {
    byte[] name = (id + "/" + (attempt + 1)).getBytes(StandardCharsets.UTF_8);
    return new WakeUpWave(UUID.nameUUIDFromBytes(name), origin, attempt + 1, failed);
  }
}
