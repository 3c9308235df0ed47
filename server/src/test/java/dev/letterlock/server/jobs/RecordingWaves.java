package dev.letterlock.server.jobs;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.notify.WakeUp;
import dev.letterlock.server.notify.WakeUpWave;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Remembers the waves it is given. */
final class RecordingWaves implements WaveWork {
  final Queue<WakeUpWave> waves = new ConcurrentLinkedQueue<>();
  volatile boolean failing;

  static WakeUpWave wave() {
    WakeUp urgent = new WakeUp(UUID.randomUUID(), new DeviceAddress(new UserId(1, -2), -3), true);
    WakeUp normal = new WakeUp(UUID.randomUUID(), new DeviceAddress(new UserId(-4, 5), 6), false);
    return new WakeUpWave(UUID.randomUUID(), UUID.randomUUID(), 2, List.of(urgent, normal));
  }

  @Override
  public void run(WakeUpWave wave) {
    waves.add(wave);
    if (failing) {
      throw new IllegalStateException("told to fail");
    }
  }
}
