package dev.letterlock.loadtest.provision;

import dev.letterlock.crypto.E1;
import dev.letterlock.loadtest.measure.Progress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes the users of a run: keys on all cores, import and tokens in batches, so that 15,000 devices
 * are ready within a minute. Every run makes new users.
 */
public final class Provisioner {

  private static final int BATCH = 500;
  private static final Duration TOKEN_LIFE = Duration.ofHours(12);

  private final AdminClient admin;
  private final E1 e1;
  private final Clock clock;
  private final Progress progress;
  private final String run;
  private int made;

  public Provisioner(AdminClient admin, E1 e1, Clock clock, Progress progress) {
    this.admin = admin;
    this.e1 = e1;
    this.clock = clock;
    this.progress = progress;
    this.run = "load-" + Long.toString(clock.millis(), Character.MAX_RADIX);
  }

  /**
   * Makes users that may connect at once.
   *
   * @param devices of each user, 1 to 16
   * @param oneTimeKeys of each device
   */
  public List<LoadUser> provision(int users, int devices, int oneTimeKeys) {
    progress.begin("making users", users);
    List<LoadUser> known = new ArrayList<>(users);
    int batch = Math.max(1, BATCH / devices);
    for (int from = 0; from < users; from += batch) {
      known.addAll(batch(Math.min(batch, users - from), devices, oneTimeKeys));
      progress.done(known.size());
    }
    progress.end();
    return known;
  }

  private List<LoadUser> batch(int users, int devices, int oneTimeKeys) {
    int first = made;
    made += users;
    List<UserDraft> drafts =
        IntStream.range(first, made)
            .parallel()
            .mapToObj(i -> UserDraft.make(e1, clock, run + "-" + i, devices, oneTimeKeys))
            .toList();
    admin.importUsers(drafts.stream().map(UserDraft::line).toList());
    List<String> tokens =
        admin.tokens(
            drafts.stream()
                .flatMap(draft -> draft.tokenLines(TOKEN_LIFE.toSeconds()).stream())
                .toList());
    List<LoadUser> known = new ArrayList<>(users);
    for (int i = 0; i < users; i++) {
      known.add(drafts.get(i).known(tokens.subList(i * devices, (i + 1) * devices)));
    }
    return known;
  }
}
