package dev.letterlock.server.notify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps waves in memory, unless told to refuse them. */
public final class WaveShelf implements WaveRecorder {
  private final Queue<WakeUpWave> waves = new ConcurrentLinkedQueue<>();
  private final Map<WakeUp, Instant> due = new ConcurrentHashMap<>();
  private volatile boolean refusing;

  @Override
  public void record(WakeUpWave wave, Instant when) {
    if (refusing) {
      throw new WaveNotRecordedException("told to refuse");
    }
    wave.wakeUps().forEach(wakeUp -> due.put(wakeUp, when));
    waves.add(wave);
  }

  public void refuse(boolean newRefusing) {
    refusing = newRefusing;
  }

  public Queue<WakeUpWave> waves() {
    return waves;
  }

  public List<WakeUp> wakeUps() {
    return waves.stream().flatMap(wave -> wave.wakeUps().stream()).toList();
  }

  Instant due(WakeUp wakeUp) {
    return due.getOrDefault(wakeUp, Instant.MIN);
  }
}
