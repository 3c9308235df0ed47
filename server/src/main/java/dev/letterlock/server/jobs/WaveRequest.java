package dev.letterlock.server.jobs;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.notify.WakeUp;
import dev.letterlock.server.notify.WakeUpWave;
import java.util.List;
import java.util.UUID;
import org.jobrunr.jobs.lambdas.JobRequest;

/**
 * What JobRunr stores about a wave of wake-ups. Names and components are known to the jobs'
 * database.
 *
 * @param entries one text each: id, user, device, urgent
 */
record WaveRequest(String id, String origin, int attempt, List<String> entries)
    implements JobRequest {
  private static final String URGENT = "urgent";
  private static final String NORMAL = "normal";

  static WaveRequest of(WakeUpWave wave) {
    return new WaveRequest(
        wave.id().toString(),
        wave.origin().toString(),
        wave.attempt(),
        wave.wakeUps().stream().map(WaveRequest::entry).toList());
  }

  WakeUpWave wave() {
    return new WakeUpWave(
        UUID.fromString(id),
        UUID.fromString(origin),
        attempt,
        entries.stream().map(WaveRequest::wakeUp).toList());
  }

  @Override
  public Class<WaveHandler> getJobRequestHandler() {
    return WaveHandler.class;
  }

  private static String entry(WakeUp wakeUp) {
    return String.join(
        " ",
        wakeUp.id().toString(),
        wakeUp.device().user().toString(),
        Integer.toUnsignedString(wakeUp.device().device()),
        wakeUp.urgent() ? URGENT : NORMAL);
  }

  private static WakeUp wakeUp(String entry) {
    String[] parts = entry.split(" ", -1);
    DeviceAddress device =
        new DeviceAddress(UserId.parse(parts[1]), Integer.parseUnsignedInt(parts[2]));
    return new WakeUp(UUID.fromString(parts[0]), device, parts[3].equals(URGENT));
  }
}
